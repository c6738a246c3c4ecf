# SPDX-License-Identifier: Apache-2.0
# plumb_module(NAME text LAYER 2 [DATABASE] DEPENDS document [PRIVATE_DEPENDS …] [EXTERNAL …])
#
# One folder of src/ is one module: public headers under include/plumb/<name>/, sources and tests
# beside. A module may depend on lower layers only, so that data flows one way; breaking that fails
# the configure step. EXTERNAL libraries stay private to the module. Tests (*_test.cpp) become one
# executable labelled `unit`; with DATABASE, `unit-database`: those open theirs through
# storage/testing.hpp and are run again on PostgreSQL. Fuzz targets (*_fuzz.cpp) become libFuzzer
# programs when PLUMB_FUZZ is on, and otherwise run once over their kept corpus
# (testdata/fuzz/<target>/) as a plain test.
include(GoogleTest)

function(plumb_module)
  cmake_parse_arguments(ARG "DATABASE" "NAME;LAYER" "DEPENDS;PRIVATE_DEPENDS;EXTERNAL" ${ARGN})
  if(ARG_UNPARSED_ARGUMENTS OR NOT ARG_NAME OR NOT DEFINED ARG_LAYER)
    message(FATAL_ERROR "plumb_module: bad arguments: ${ARG_UNPARSED_ARGUMENTS}")
  endif()
  set(target plumb_${ARG_NAME})
  file(GLOB headers CONFIGURE_DEPENDS include/plumb/${ARG_NAME}/*.hpp)
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  file(GLOB tests CONFIGURE_DEPENDS *_test.cpp)
  file(GLOB fuzzers CONFIGURE_DEPENDS *_fuzz.cpp)
  list(FILTER sources EXCLUDE REGEX "_(test|fuzz)\\.cpp$")
  set(scope PUBLIC)
  if(sources)
    add_library(${target} STATIC ${sources})
    target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(${target} PRIVATE plumb_warnings)
    # One heavy set of standard headers for the whole program: most of a small file's compile time.
    if(PLUMB_PCH)
      target_precompile_headers(${target} PRIVATE ${CMAKE_SOURCE_DIR}/cmake/precompiled.hpp)
    endif()
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(plumb::${ARG_NAME} ALIAS ${target})
  target_sources(${target} ${scope} FILE_SET HEADERS BASE_DIRS include FILES ${headers})
  set_target_properties(${target} PROPERTIES PLUMB_LAYER ${ARG_LAYER} VERIFY_INTERFACE_HEADER_SETS ON)
  foreach(dep IN LISTS ARG_DEPENDS ARG_PRIVATE_DEPENDS)
    if(NOT TARGET plumb_${dep})
      message(FATAL_ERROR "plumb_module(${ARG_NAME}): '${dep}' is not declared yet; lower layers come first")
    endif()
    get_target_property(dep_layer plumb_${dep} PLUMB_LAYER)
    if(NOT dep_layer LESS ARG_LAYER)
      message(FATAL_ERROR "plumb_module(${ARG_NAME}): layer ${ARG_LAYER} may not depend on '${dep}' "
                          "(layer ${dep_layer}); data flows one way")
    endif()
  endforeach()
  list(TRANSFORM ARG_DEPENDS PREPEND plumb:: OUTPUT_VARIABLE public)
  list(TRANSFORM ARG_PRIVATE_DEPENDS PREPEND plumb:: OUTPUT_VARIABLE private)
  target_link_libraries(${target} ${scope} ${public})
  if(sources)
    target_link_libraries(${target} PRIVATE ${private} ${ARG_EXTERNAL})
  endif()
  set_property(GLOBAL APPEND_STRING PROPERTY PLUMB_GRAPH
               "${ARG_NAME} ${ARG_LAYER} ${ARG_DEPENDS} ${ARG_PRIVATE_DEPENDS}\n")
  if(tests AND PLUMB_TESTS)
    add_executable(${target}_test ${tests} ${CMAKE_SOURCE_DIR}/cmake/known_leaks.cpp)
    target_include_directories(${target}_test PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(${target}_test PRIVATE plumb::${ARG_NAME} ${private} plumb_warnings
                          GTest::gtest_main GTest::gmock rapidcheck ${ARG_EXTERNAL})
    target_compile_definitions(${target}_test PRIVATE
      PLUMB_SOURCE_DIR="${CMAKE_SOURCE_DIR}" PLUMB_TESTDATA="${CMAKE_CURRENT_SOURCE_DIR}/testdata")
    # One label for both (ctest -L takes a part of it): a list does not survive the discovery.
    set(label unit)
    if(ARG_DATABASE)
      set(label unit-database)
    endif()
    gtest_discover_tests(${target}_test TEST_PREFIX "${ARG_NAME}." DISCOVERY_TIMEOUT 60
                         PROPERTIES LABELS ${label})
  endif()
  foreach(fuzzer IN LISTS fuzzers)
    plumb_fuzz(${fuzzer} ${target} "${private}" "${ARG_EXTERNAL}")
  endforeach()
endfunction()

# A file <what>_fuzz.cpp defines LLVMFuzzerTestOneInput; its corpus is testdata/fuzz/<what>/.
function(plumb_fuzz file target private external)
  get_filename_component(stem ${file} NAME_WE)
  string(REGEX REPLACE "_fuzz$" "" what ${stem})
  string(REGEX REPLACE "^plumb_" "" module ${target})
  set(name fuzz_${module}_${what})
  set(corpus ${CMAKE_CURRENT_SOURCE_DIR}/testdata/fuzz/${what})
  if(PLUMB_FUZZ)
    add_executable(${name} ${file})
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  elseif(PLUMB_TESTS)
    add_executable(${name} ${file} ${CMAKE_SOURCE_DIR}/cmake/fuzz_main.cpp)
    add_test(NAME ${module}.fuzz_corpus.${what} COMMAND ${name} ${corpus})
    set_tests_properties(${module}.fuzz_corpus.${what} PROPERTIES LABELS unit)
  else()
    return()
  endif()
  target_link_libraries(${name} PRIVATE ${target} ${private} ${external} plumb_warnings)
  target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  set_property(GLOBAL APPEND_STRING PROPERTY PLUMB_FUZZERS "${name} ${corpus}\n")
endfunction()
