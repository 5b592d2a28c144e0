# One folder is one target. The functions below give every target the same warnings, a header set
# (each header must compile alone) and a link probe (each library must link with what it declares).

option(ADUAN_LINK_PROBES "Link each library alone, whole, against only what it declares" ON)
set(ADUAN_SANITIZE "" CACHE STRING "As -fsanitize= takes it: address,undefined or thread")

add_library(aduan_flags INTERFACE)
target_compile_options(aduan_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
  # g++ 12 at -O2 sees overlaps in `"literal" + std::string` that are none (its bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
if(ADUAN_SANITIZE)
  # With its checks between, g++ 12 loses sight of what an optional has set, and warns.
  target_compile_options(aduan_flags INTERFACE
    -fsanitize=${ADUAN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all
    -Wno-maybe-uninitialized)
  target_link_options(aduan_flags INTERFACE -fsanitize=${ADUAN_SANITIZE})
endif()

# What a program of ours links beside its rooms. jemalloc: the ledger makes and frees many small
# strings on two threads; with glibc's allocator `ledger_bench import` runs at 0.7 of the rate.
add_library(aduan_program INTERFACE)
target_link_libraries(aduan_program INTERFACE aduan_flags)
if(NOT ADUAN_SANITIZE)
  target_link_libraries(aduan_program INTERFACE PkgConfig::jemalloc)
endif()

# aduan_library(NAME [HEADERS …] [SOURCES …] [PUBLIC libs…] [PRIVATE libs…])
# PUBLIC: our headers name these. PRIVATE: only our .cpp files do.
function(aduan_library name)
  cmake_parse_arguments(arg "" "" "HEADERS;SOURCES;PUBLIC;PRIVATE" ${ARGN})
  if(arg_SOURCES)
    add_library(${name} STATIC ${arg_SOURCES})
    set(scope PUBLIC)
    target_link_libraries(${name} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE} aduan_flags)
  else()
    add_library(${name} INTERFACE)
    set(scope INTERFACE)
    target_link_libraries(${name} INTERFACE ${arg_PUBLIC})
  endif()
  add_library(aduan::${name} ALIAS ${name})
  target_include_directories(${name} ${scope} ${CMAKE_SOURCE_DIR})
  target_sources(${name} ${scope}
    FILE_SET HEADERS BASE_DIRS ${CMAKE_SOURCE_DIR} FILES ${arg_HEADERS})
  set_target_properties(${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  if(ADUAN_LINK_PROBES AND arg_SOURCES)
    set(main ${CMAKE_BINARY_DIR}/link_probe_main.cpp)
    if(NOT EXISTS ${main})
      file(WRITE ${main} "int main() {}\n")
    endif()
    add_executable(${name}_link_probe ${main})
    target_link_libraries(${name}_link_probe PRIVATE
      -Wl,--whole-archive $<TARGET_FILE:${name}> -Wl,--no-whole-archive ${name} aduan_flags)
    set_target_properties(${name}_link_probe PROPERTIES
      RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/probes)
  endif()
endfunction()

# aduan_test(NAME SOURCES … LIBRARIES … [LABELS …] [TIMEOUT seconds]): a GoogleTest program. ctest
# runs the whole program as one test, so that a fixture that opens a database is built once. Each
# label L is also a target tests_L that builds its programs: a sanitizer's build needs no more.
# NEEDS_CLI: the test starts the program `aduan` ($ADUAN_BINARY), which is then built before it.
foreach(label unit golden scenarios property concurrent)
  add_custom_target(tests_${label})
endforeach()
function(aduan_test name)
  cmake_parse_arguments(arg "NEEDS_CLI" "TIMEOUT" "SOURCES;LIBRARIES;LABELS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} GTest::gtest_main GTest::gmock aduan_flags)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  add_test(NAME ${name} COMMAND ${name})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 600)
  endif()
  set(environment
    ADUAN_SOURCE_DIR=${CMAKE_SOURCE_DIR}
    ADUAN_BINARY=${CMAKE_BINARY_DIR}/cli/aduan)
  set_tests_properties(${name} PROPERTIES
    LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT} ENVIRONMENT "${environment}")
  if(arg_NEEDS_CLI)
    add_dependencies(${name} aduan)
  endif()
  foreach(label IN LISTS arg_LABELS)
    if(NOT TARGET tests_${label})
      add_custom_target(tests_${label})
    endif()
    add_dependencies(tests_${label} ${name})
  endforeach()
endfunction()

# aduan_bench(NAME SOURCES … LIBRARIES …): a measuring program for scripts/bench, in tests/bench of
# the build folder. It is built with the rest, so that it cannot rot, and never run by ctest.
function(aduan_bench name)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} aduan_program)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/bench)
endfunction()

# aduan_embed(OUT FILE.cpp HEADER "path.h" FILES file=kName …): the files of this folder as the
# string constants that the header declares.
function(aduan_embed)
  cmake_parse_arguments(arg "" "OUT;HEADER" "FILES" ${ARGN})
  list(TRANSFORM arg_FILES REPLACE "=.*" "" OUTPUT_VARIABLE files)
  string(REPLACE ";" "," pairs "${arg_FILES}")
  add_custom_command(
    OUTPUT ${arg_OUT}
    COMMAND ${CMAKE_COMMAND} -DOUT=${arg_OUT} -DHEADER=${arg_HEADER} -DPAIRS=${pairs}
            -DFOLDER=${CMAKE_CURRENT_SOURCE_DIR} -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${CMAKE_SOURCE_DIR}/cmake/embed.cmake ${files}
    VERBATIM)
endfunction()
