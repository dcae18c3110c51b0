// One HTTP GET request over libcurl, in a call that blocks until it is over.
//
// In C for two reasons: curl_easy_setopt is variadic, which Swift cannot call; and libcurl is loaded
// when the first request is made, not when the program starts. With the thirty libraries that it
// brings along, loading it takes longer than most commands run.
#ifndef HTTP_GET_H
#define HTTP_GET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HTTP_GET_TEXT_SIZE = 256, HTTP_GET_URL_SIZE = 4096 };

typedef struct {
    // An absolute http or https address.
    const char *url;
    // Lines such as "Range: bytes=10-".
    const char *const *headers;
    size_t header_count;
    // Seconds without a byte after which the connection counts as broken.
    long idle_seconds;
    // Handed to the callbacks, which are called on the caller's thread.
    void *context;
    // One line of the response's header, from the status line to the empty line at its end. False ends the request.
    bool (*on_header)(void *context, const char *line, size_t length);
    // The next bytes of the body. False ends the request.
    bool (*on_body)(void *context, const uint8_t *bytes, size_t count);
    // Asked about once a second and after every piece. False ends the request.
    bool (*may_go_on)(void *context);
} http_get_request;

typedef enum {
    HTTP_GET_FINISHED,
    // A callback ended it.
    HTTP_GET_STOPPED,
    // No connection came about.
    HTTP_GET_UNREACHABLE,
    // The connection broke, or nothing came for too long.
    HTTP_GET_BROKEN,
    // There is no libcurl on this machine.
    HTTP_GET_NO_LIBRARY,
} http_get_outcome;

typedef struct {
    http_get_outcome outcome;
    // Why, in libcurl's words; empty where it finished.
    char reason[HTTP_GET_TEXT_SIZE];
    // Where the response redirects to, made absolute; empty if it does not. Redirections are not followed.
    char redirection[HTTP_GET_URL_SIZE];
} http_get_result;

void http_get(const http_get_request *request, http_get_result *result);

#endif
