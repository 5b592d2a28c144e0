# The target `check`: all that a change must pass before review. In order of time: the format, the
# build, each header alone, the tests, clang-tidy on the changed files.
# Its tools come by scripts/deps --check-tools.
add_custom_target(check
  COMMAND ${CMAKE_SOURCE_DIR}/scripts/format --check
  COMMAND ${CMAKE_COMMAND} --build ${CMAKE_BINARY_DIR}
  COMMAND ${CMAKE_COMMAND} --build ${CMAKE_BINARY_DIR} --target all_verify_interface_header_sets
  COMMAND ${CMAKE_CTEST_COMMAND} --output-on-failure --no-tests=error
  COMMAND ${CMAKE_SOURCE_DIR}/scripts/tidy ${CMAKE_BINARY_DIR}
  WORKING_DIRECTORY ${CMAKE_BINARY_DIR}
  USES_TERMINAL
  VERBATIM)
add_custom_target(format
  COMMAND ${CMAKE_SOURCE_DIR}/scripts/format
  USES_TERMINAL
  VERBATIM)
