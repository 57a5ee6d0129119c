# How every target of Letterlock is built: one static library per room, one test program per room.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

# mold links in a fraction of bfd's time; LTO objects stay with the compiler's default linker.
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM AND NOT CMAKE_INTERPROCEDURAL_OPTIMIZATION)
  add_link_options(-fuse-ld=mold)
endif()

add_library(letterlock_flags INTERFACE)
target_include_directories(letterlock_flags INTERFACE ${PROJECT_SOURCE_DIR}/src)
target_compile_options(letterlock_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
  -Woverloaded-virtual -Wimplicit-fallthrough -fno-strict-aliasing)
if(LETTERLOCK_WERROR)
  target_compile_options(letterlock_flags INTERFACE -Werror)
endif()
if(CMAKE_UNITY_BUILD)
  # Neither is a mistake in a unit: a local name that another of its files has at the top, and, for
  # g++, a header's type made of what it includes of a source file. The other presets look for both.
  target_compile_options(letterlock_flags INTERFACE -Wno-shadow)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    target_compile_options(letterlock_flags INTERFACE -Wno-subobject-linkage)
  endif()
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  # libstdc++ 12 itself uses what it declares deprecated (std::stable_sort).
  target_compile_options(letterlock_flags INTERFACE -Werror=dangling -Wno-deprecated-declarations
    -Wno-gnu-zero-variadic-macro-arguments)
endif()

# In the unity builds of the ci presets: the target's sources in four compile units. Which one a file
# is in follows from its name alone, so that a new file leaves the others where they are. Two files
# of a unit share their anonymous namespace: where that shows as a redefinition, rename one of them.
function(letterlock_unity_groups target)
  get_target_property(sources ${target} SOURCES)
  foreach(source ${sources})
    file(STRINGS ${source} enums REGEX "^using enum" LIMIT_COUNT 1)
    if(enums)  # would bring its enumerators to all files of the unit: stays a unit of its own
      continue()
    endif()
    file(RELATIVE_PATH name ${CMAKE_CURRENT_SOURCE_DIR} ${source})
    string(MD5 hash ${name})
    string(SUBSTRING ${hash} 0 2 hash)
    math(EXPR group "0x${hash} % 4")
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${group})
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD_MODE GROUP)
endfunction()

# letterlock_room(<name> DEPS <targets>...): all *.cc of this folder but *_test.cc make the static
# library letterlock_<name>; all *_test.cc make the test program <name>_test, with WHOLE_TEST one of
# its kind WHOLE.
function(letterlock_room name)
  cmake_parse_arguments(ROOM "WHOLE_TEST" "" "DEPS;PRIVATE_DEPS;TEST_DEPS;EXCLUDE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cc */*.cc)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  foreach(pattern ${ROOM_EXCLUDE})
    list(FILTER sources EXCLUDE REGEX ${pattern})
  endforeach()
  add_library(letterlock_${name} STATIC ${sources})
  target_link_libraries(letterlock_${name} PUBLIC letterlock_flags ${ROOM_DEPS} PRIVATE ${ROOM_PRIVATE_DEPS})
  letterlock_unity_groups(letterlock_${name})
  if(LETTERLOCK_TESTS AND tests)
    set(whole)
    if(ROOM_WHOLE_TEST)
      set(whole WHOLE SLOW)
    endif()
    letterlock_test(${name}_test ${whole} SOURCES ${tests} DEPS letterlock_${name} ${ROOM_TEST_DEPS})
  endif()
endfunction()

# letterlock_test(<name> SOURCES ... DEPS ... [TIMEOUT seconds] [WHOLE] [SLOW]): a GoogleTest program,
# each TEST a ctest of its own. WHOLE: the program is one ctest, since its tests share what takes them
# long to set up. SLOW: begins before others, lest it runs alone at the end.
function(letterlock_test name)
  cmake_parse_arguments(T "WHOLE;SLOW" "TIMEOUT" "SOURCES;DEPS" ${ARGN})
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 300)
  endif()
  add_executable(${name} ${T_SOURCES})
  target_link_libraries(${name} PRIVATE letterlock_flags ${T_DEPS} GTest::gmock GTest::gtest GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE LETTERLOCK_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  # A test's own code runs once and briefly: unoptimised, it compiles in a third of the time with
  # clang's sanitizers and in two thirds with g++. What it tests is optimised as the preset says.
  target_compile_options(${name} PRIVATE $<$<CONFIG:Debug>:-O0>)
  if(LETTERLOCK_FUZZ)  # no fuzzer asks what of a test ran
    target_compile_options(${name} PRIVATE -fno-sanitize=fuzzer-no-link)
  endif()
  set(properties TIMEOUT ${T_TIMEOUT})
  if(T_SLOW)
    list(APPEND properties COST 100)
  endif()
  if(T_WHOLE)
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES ${properties})
  else()
    gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES ${properties})
  endif()
endfunction()
