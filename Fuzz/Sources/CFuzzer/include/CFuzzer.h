// libFuzzer's entry point for programs with a main of their own
// (https://llvm.org/docs/LibFuzzer.html, "Using libFuzzer as a library").
#pragma once
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));

/// libFuzzer's own mutation, for custom mutators; gives the new size.
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
