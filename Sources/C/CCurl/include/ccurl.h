// libcurl, loaded when the first download starts.
//
// Linked, libcurl and its 28 libraries cost every command 2.6 ms at start-up, also those that download nothing.
// The function pointers have the types of curl.h: a call with the wrong arguments does not compile.
#ifndef CCURL_H
#define CCURL_H

#include <curl/curl.h>

#define CCURL_FUNCTIONS(F)                                                                                             \
    F(global_init) F(easy_init) F(easy_perform) F(easy_cleanup) F(easy_strerror) F(slist_append) F(slist_free_all)

typedef struct {
#define CCURL_FIELD(name) __typeof__(curl_##name) *_Nonnull name;
    CCURL_FUNCTIONS(CCURL_FIELD)
#undef CCURL_FIELD
} ccurl_library;

/// The loaded library; NULL where there is none. Thread-safe.
const ccurl_library *_Nullable ccurl_load(void);

// curl_easy_setopt is variadic, which Swift cannot call. Each value must have the type that curl.h names for the option.
CURLcode ccurl_set_long(CURL *_Nonnull handle, CURLoption option, long value);
CURLcode ccurl_set_pointer(CURL *_Nonnull handle, CURLoption option, const void *_Nullable value);
CURLcode ccurl_set_data_callback(CURL *_Nonnull handle, CURLoption option, curl_write_callback _Nonnull callback);
CURLcode ccurl_set_progress_callback(CURL *_Nonnull handle, curl_xferinfo_callback _Nonnull callback);

#endif
