// Public keys made for tests, as p= of a key record has them. Their private halves are gone.
#pragma once

#include <string_view>

namespace letterlock::auth::test_archive {

inline constexpr std::string_view kKeyA1024 =
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwT5lRGg/8eMppvgQmkyNi59jUujnhj3X6NbRSGofO"
    "47XMckFHxKb0IxY41fdsnDWsDrC1XzpBKj2IKrr7bla5aRX9M8O2dK7k+MoPKKtwy062WhqVZxhzAIWu"
    "IwIa61WAjZlj0lTqIFV9g6sRkkqK+CS2zJg0L5O1sbp+KYZqLwIDAQAB";

inline constexpr std::string_view kKeyB1024 =
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCw0lbd5FZE6S97g5h8g7iLOCwpyk5U0bmOD/8dULQc"
    "Kg4BWVkjjUcSv9G84RsZQsrjSNW9EIDDF3g10Q0NuoMjJWt0eIBm91uQaUA/U2/Unz9gdorr9BxR6Aoj"
    "Yj+NhZ5iJITnaTY8bHek73vr+et9UBvhy660GFRYDjfv6z8E6wIDAQAB";

inline constexpr std::string_view kKeyC2048 =
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEApC2V0bVHxnD2DfuQhOCx81CFHLF3u02o9D51"
    "T6Lf2CN6VnwiLn+Vmw+UiJE0QAUo64lLu8JJ06XKH4sM7E/aKNpyAU+FFnFu8jgt4N3vJ1A4pY+T956t"
    "HdYev6gXFcEwkm/2sLHWwCfcz5X9R2zLvnHAidy6plD05ibo3RMvKrgn6yrXFvkhjAbXbdq2wqzYmJhf"
    "h5iyA7QnM7Z+6cOp7hZgRSmuHzAoBJVfGJ9RKK0lqO/eZgXJEWZ6AKSar408SSil9HLUFpxIVRwcahSi"
    "FSWTgpljGSrlc6ANE2fvcu0mZiu2ORNEf1JK2+C6HNLtmtGxjEEl3kQrfREKbWMQbwIDAQAB";

inline constexpr std::string_view kKeyShort512 =
    "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAOndmUtWt9cCRHzvZSz7PL3rBWy3QXmbxtAhhdT08inuLN64"
    "uV2MF9hAYp/g9B4uV2EgloZjrtrKVyiEkMMr2lUCAwEAAQ==";

inline constexpr std::string_view kKeyEd25519 = "PcX4HPWkoKffrK0KrGdvnN9atxSFvBd0jNqafvXOdvo=";

}  // namespace letterlock::auth::test_archive
