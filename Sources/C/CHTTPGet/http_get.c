#include "http_get.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

// Without its type checks, which know only the function itself, not a pointer to it.
#undef curl_easy_setopt
#undef curl_easy_getinfo

static struct {
    CURLcode (*global_init)(long flags);
    CURL *(*easy_init)(void);
    CURLcode (*easy_setopt)(CURL *handle, CURLoption option, ...);
    CURLcode (*easy_getinfo)(CURL *handle, CURLINFO info, ...);
    CURLcode (*easy_perform)(CURL *handle);
    void (*easy_cleanup)(CURL *handle);
    const char *(*easy_strerror)(CURLcode code);
    struct curl_slist *(*slist_append)(struct curl_slist *list, const char *text);
    void (*slist_free_all)(struct curl_slist *list);
} curl;

static bool is_loaded = false;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
    // Debian has libcurl with OpenSSL under the first name, with GnuTLS under the second.
    void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!library) library = dlopen("libcurl-gnutls.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!library) return;
    const struct {
        void **function;
        const char *name;
    } functions[] = {
        {(void **)&curl.global_init, "curl_global_init"},     {(void **)&curl.easy_init, "curl_easy_init"},
        {(void **)&curl.easy_setopt, "curl_easy_setopt"},     {(void **)&curl.easy_getinfo, "curl_easy_getinfo"},
        {(void **)&curl.easy_perform, "curl_easy_perform"},   {(void **)&curl.easy_cleanup, "curl_easy_cleanup"},
        {(void **)&curl.easy_strerror, "curl_easy_strerror"}, {(void **)&curl.slist_append, "curl_slist_append"},
        {(void **)&curl.slist_free_all, "curl_slist_free_all"},
    };
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        *functions[i].function = dlsym(library, functions[i].name);
        if (!*functions[i].function) return;
    }
    is_loaded = curl.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

static size_t header_callback(char *line, size_t size, size_t count, void *context) {
    const http_get_request *request = context;
    return request->on_header(request->context, line, size * count) ? size * count : 0;
}

static size_t body_callback(char *bytes, size_t size, size_t count, void *context) {
    const http_get_request *request = context;
    return request->on_body(request->context, (const uint8_t *)bytes, size * count) ? size * count : 0;
}

static int progress_callback(void *context, curl_off_t total, curl_off_t now, curl_off_t up_total, curl_off_t up_now) {
    (void)total, (void)now, (void)up_total, (void)up_now;
    const http_get_request *request = context;
    return request->may_go_on(request->context) ? 0 : 1;
}

static http_get_outcome outcome_of(CURLcode code) {
    switch (code) {
    case CURLE_OK: return HTTP_GET_FINISHED;
    case CURLE_WRITE_ERROR:
    case CURLE_ABORTED_BY_CALLBACK: return HTTP_GET_STOPPED;
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM: return HTTP_GET_BROKEN;
    default: return HTTP_GET_UNREACHABLE;
    }
}

void http_get(const http_get_request *request, http_get_result *result) {
    result->reason[0] = result->redirection[0] = 0;
    pthread_once(&once, load);
    CURL *handle = is_loaded ? curl.easy_init() : NULL;
    if (!handle) {
        result->outcome = HTTP_GET_NO_LIBRARY;
        return;
    }
    struct curl_slist *headers = NULL;
    CURLcode code = CURLE_OK;
    for (size_t i = 0; i < request->header_count && code == CURLE_OK; i++) {
        struct curl_slist *longer = curl.slist_append(headers, request->headers[i]);
        if (longer) headers = longer;
        else code = CURLE_OUT_OF_MEMORY;
    }
    char reason[CURL_ERROR_SIZE] = "";
#define SET(option, value) (code = code == CURLE_OK ? curl.easy_setopt(handle, option, value) : code)
    SET(CURLOPT_ERRORBUFFER, reason);
    SET(CURLOPT_URL, request->url);
    SET(CURLOPT_HTTPHEADER, headers);
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    // The newer option for this came with libcurl 7.85, after that of Ubuntu 22.04.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    SET(CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#pragma GCC diagnostic pop
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_CONNECTTIMEOUT, request->idle_seconds);
    SET(CURLOPT_LOW_SPEED_LIMIT, 1L);
    SET(CURLOPT_LOW_SPEED_TIME, request->idle_seconds);
    SET(CURLOPT_HEADERFUNCTION, header_callback);
    SET(CURLOPT_HEADERDATA, (void *)request);
    SET(CURLOPT_WRITEFUNCTION, body_callback);
    SET(CURLOPT_WRITEDATA, (void *)request);
    SET(CURLOPT_XFERINFOFUNCTION, progress_callback);
    SET(CURLOPT_XFERINFODATA, (void *)request);
    SET(CURLOPT_NOPROGRESS, 0L);
#undef SET
    if (code == CURLE_OK) code = curl.easy_perform(handle);

    result->outcome = outcome_of(code);
    if (code != CURLE_OK) {
        snprintf(result->reason, sizeof result->reason, "%s", reason[0] ? reason : curl.easy_strerror(code));
    }
    char *redirection = NULL;
    if (curl.easy_getinfo(handle, CURLINFO_REDIRECT_URL, &redirection) == CURLE_OK && redirection) {
        int length = snprintf(result->redirection, sizeof result->redirection, "%s", redirection);
        if (length < 0 || (size_t)length >= sizeof result->redirection) result->redirection[0] = 0;
    }
    curl.easy_cleanup(handle);
    curl.slist_free_all(headers);
}
