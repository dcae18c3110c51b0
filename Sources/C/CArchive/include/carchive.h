// libarchive, loaded when the first archive is opened.
//
// Linked, libarchive and its 12 libraries cost every command 1.3 ms at start-up, also those that unpack nothing.
// The function pointers have the types of archive.h: a call with the wrong arguments does not compile.
#ifndef CARCHIVE_H
#define CARCHIVE_H

#include <archive.h>
#include <archive_entry.h>

#define CARCHIVE_FUNCTIONS(F)                                                                                          \
    F(archive_read_new)                                                                                                \
    F(archive_read_free)                                                                                               \
    F(archive_read_support_format_tar)                                                                                 \
    F(archive_read_support_format_zip)                                                                                 \
    F(archive_read_support_filter_gzip)                                                                                \
    F(archive_read_support_filter_bzip2)                                                                               \
    F(archive_read_support_filter_xz)                                                                                  \
    F(archive_read_open_filename)                                                                                      \
    F(archive_read_next_header)                                                                                        \
    F(archive_read_data)                                                                                               \
    F(archive_error_string)                                                                                            \
    F(archive_entry_filetype)                                                                                          \
    F(archive_entry_hardlink)                                                                                          \
    F(archive_entry_pathname)                                                                                          \
    F(archive_entry_pathname_utf8)

typedef struct {
#define CARCHIVE_FIELD(name) __typeof__(name) *_Nonnull name;
    CARCHIVE_FUNCTIONS(CARCHIVE_FIELD)
#undef CARCHIVE_FIELD
} carchive_library;

/// The loaded library; NULL where there is none. Thread-safe.
const carchive_library *_Nullable carchive_load(void);

#endif
