#include "ccurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>

// Without the type checks of curl.h, which know only the function itself, not a pointer to it.
#undef curl_easy_setopt

static ccurl_library library;
static __typeof__(curl_easy_setopt) *setopt;
static bool is_loaded = false;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
    // Debian's libcurl with OpenSSL, then the one with GnuTLS.
    void *handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!handle) handle = dlopen("libcurl-gnutls.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!handle) return;
#define CCURL_LOAD(name)                                                                                               \
    if (!(*(void **)&library.name = dlsym(handle, "curl_" #name))) return;
    CCURL_FUNCTIONS(CCURL_LOAD)
    if (!(*(void **)&setopt = dlsym(handle, "curl_easy_setopt"))) return;
    is_loaded = library.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

const ccurl_library *ccurl_load(void) {
    pthread_once(&once, load);
    return is_loaded ? &library : NULL;
}

CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) { return setopt(handle, option, value); }

CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, const void *value) {
    return setopt(handle, option, value);
}

CURLcode ccurl_set_data_callback(CURL *handle, CURLoption option, curl_write_callback callback) {
    return setopt(handle, option, callback);
}

CURLcode ccurl_set_progress_callback(CURL *handle, curl_xferinfo_callback callback) {
    return setopt(handle, CURLOPT_XFERINFOFUNCTION, callback);
}
