// SPDX-License-Identifier: Apache-2.0
// What LeakSanitizer finds in libraries and nobody here can mend: libxlsxwriter 1.1.4 forgets the
// copy it makes of a validation's formula (about 20 bytes for each drop-down that reads a range).
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libxlsxwriter.so\n";
}
