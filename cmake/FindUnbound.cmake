# libunbound as Unbound::Unbound. Its pkg-config file asks for libevent, which the shared library
# brings by itself and whose headers nobody here includes.
find_path(UNBOUND_INCLUDE_DIR unbound.h)
find_library(UNBOUND_LIBRARY unbound)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Unbound REQUIRED_VARS UNBOUND_LIBRARY UNBOUND_INCLUDE_DIR)
mark_as_advanced(UNBOUND_INCLUDE_DIR UNBOUND_LIBRARY)
if(Unbound_FOUND AND NOT TARGET Unbound::Unbound)
  add_library(Unbound::Unbound UNKNOWN IMPORTED)
  set_target_properties(Unbound::Unbound PROPERTIES IMPORTED_LOCATION ${UNBOUND_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${UNBOUND_INCLUDE_DIR})
endif()
