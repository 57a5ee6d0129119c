// Private keys made for tests and published with them: they protect nothing.
#pragma once

#include <string_view>

namespace letterlock::auth {

inline constexpr std::string_view kTestRsa2048 =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCcpNU4Op++9tZU\n"
    "QWgGxHMo/aY8zgNyRuznuK39tPHm+8wLqGnAFZkHwQ+WKCf1TdmEicNkTdZHccxF\n"
    "Jj9CSyjwHQfI9guvILOTsEowzmzt9WPsauAtBD4AEjdG/jDPh8ud3qWJQIAhSS5b\n"
    "jKRKG77j1/bkWVftcKJRIkQTwwznLaF/sTpsGxx3EKl7/twAkSo9KH8Xzi4vVpb0\n"
    "u3JhNrBOWz3k9nEo8r+7AoVZkNhAHGc87uu7w4uO+rZoIQA5+Z+2/Ee3qt9NvZ3Q\n"
    "O3xv4nnnkNG+92EpKOhcCbqugu67H13J45raOFu8EdQ14xP78781hXLM1qKhYTT+\n"
    "mQeL0rYXAgMBAAECggEAHX+G7ZNQoOAP5Yb5pYiaHSaDByFOkdccZtim30eTZEmX\n"
    "l7xrybHngwfOvRqrx6yU4TomMv3bc9HQw1bcA8pul6UH4ca/1YdledLxbbZ52efj\n"
    "nNJVi/SoDlBf230jyPkMFZsndizQ1DPZSIE4MQJ/lJ2HT2Ipxjt3Pasjwcrx45iu\n"
    "8XBBbyKO7R33DpZYKrMpqLVLRFYewxKh5uwKkNUp0AOQNpUMiKNuzo6RZC1DGPTJ\n"
    "ZuqqxqMvlgctokyVnHBrdKKE3rsShyP8Yc4B5My0RaAub7nRzJGzOfZwnPWAcpyu\n"
    "tj8bkL1mjwvo8zxbUdK3cE1WFxmdyKR+FN6sK7Wn3QKBgQDcrs6PT0nfNjDHkppJ\n"
    "juitXJFF06jrROfuMyRGNz2VbfpGS2ucqkBwEiZvpRAq3ubcirs+cgba9OJ73R/5\n"
    "Ic5BI9CbasdlT9p0pa628PJYV9EQ5UqdgGf8Yht3PcGiy3ouaAVZM1fZpHkBvCzb\n"
    "Xo206H+EJipeq1QFtn9dx/VoRQKBgQC1tmcgKEcsJawdWYgcJUaIJLjekItgkwNT\n"
    "MKuquEFMTa0kJxulInvvObtH4JwIGETKdLfWSml5fmBhQqMwKkRd8OtRVkanZ3gT\n"
    "EaEjElX8/Bc/ADsXjoDZz/l5NV2LnWV/Tn95oUw9wWEV8w/+7L1qL2LVA5ZFGL0M\n"
    "vKu2w1bQqwKBgCK/R3jbJCeIMdAKrk5suQgq7hjPheZdeCNSXCDOK90ubtzInU4S\n"
    "pIjA4tprZAtMA4+wLGFdtOSe8FZOb+1bPE2XZQ5DltfF5gC94a+eaposYZfGcqQw\n"
    "Bq9/hxGUYLvQTBGogUcVRXzYX9E9Htb/oVJd1U4qcDttwJIRtSZACMz9AoGAHsBu\n"
    "tWd7nAIIHbNwMGsyg4nLa4cEv2RB1MtQ0gR6sIIYwhyINise1D5t7l0ZqtkIk0ar\n"
    "ce2H6hK0FuGjIlyU010ZRduW+2+sR3XdUkUhHj4/ZN8SIQtxzOrAan3Yhe8uJRxQ\n"
    "wHHGqFDYsFFBLMA90gGQ9UG1JZ5pKAWp/bUTNR8CgYAMUgEEU788eMIETLAsZdDf\n"
    "qdalkSvBqE1ODqfGnWwEk2HgkMdy9jSMcO2U1M1Qoo9L/jRez7xe8IO9UzpP28TX\n"
    "BW7QRlfTgka/pvgqcbvyphVAt8VDkSfxhfZPwI3v3NtZ/fxG24QDN+0BIAg/1u/k\n"
    "GLtbbcQc7KlJcueiy+lViw==\n"
    "-----END PRIVATE KEY-----\n";

inline constexpr std::string_view kTestRsa768 =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIIB5AIBADANBgkqhkiG9w0BAQEFAASCAc4wggHKAgEAAmEApL+rVnBHrI29mAAq\n"
    "fYTt4d3vk3jpbWFnGf+f84LsAWKAdU5rGZ1Pgi63rOu+xK+vUeSdD+caWGLLIb9W\n"
    "qiMeefDGVX3Oa+Mm17hy6CuIDzSwdtjcrZY/1zQDryS5gAEVAgMBAAECYELFD6rj\n"
    "rJjJhVqSTqY6drLA4PUS3wAepsuJp4joub/B7TAdzRg/glbPmk9x6AoM7Um27GdB\n"
    "Z5foQ89KWXefj4MmwgCEB+tM8rfj+e4Mn24vUdVJ/yNpGOoNRw9iAWHAIQIxANBH\n"
    "FiN85myz2OSNoH69F9J5ZOksKYtFuje9KWMNhpAU6PIHT7pI313Mhn+sLC1j+QIx\n"
    "AMp/T2fhxpKFl2wyt1/jStF3iv1w26Nu177Otlg1IgSHXF/0QOugw2sg1JGMayrU\n"
    "/QIwALL8ZAobS+oepEXFcCd6WP6HVDENwqXtRhqgdPCqrvki/wz/O4TbGxmAqhUN\n"
    "4OkhAjEAw65hKo7YWFE2cb1UzRmU/HRb4OwFo5qCbAXP2c+Gjv/LeYJMlialkUmJ\n"
    "gRlDmoF1AjBqklBCQeQeyy/++F0vOVyRLCZjw/cumH+lTtJ0vpHLomZWFkgE30mC\n"
    "YMq1vsD7qKU=\n"
    "-----END PRIVATE KEY-----\n";

inline constexpr std::string_view kTestEd25519 =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEILyTqOri4YKG6KuVPkZ6fBCIPZOV9eU1Ecs7xAZ4jjDq\n"
    "-----END PRIVATE KEY-----\n";

}  // namespace letterlock::auth
