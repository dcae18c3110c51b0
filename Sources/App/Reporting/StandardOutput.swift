internal import Diagnostics
internal import Glibc
internal import Synchronization

/// Standard output, where results go and nothing else.
///
/// Writing never throws: the first failure is kept, and the program asks for it once, before it exits. So a result that
/// was lost (a full disk, a closed descriptor) never ends with exit code 0, whichever command printed it.
package enum StandardOutput {
    private static let firstError = Mutex<Int32?>(nil)

    /// Writes a text as it is.
    package static func write(_ text: String) {
        guard let code = Terminal.write(text, to: STDOUT_FILENO) else { return }
        firstError.withLock { $0 = $0 ?? code }
    }

    /// Why a result was lost; `nil` if everything was written. A reader that has seen enough (`| head`) is not a failure.
    package static var failure: OutputError? {
        guard let code = firstError.withLock(\.self), code != EPIPE else { return nil }
        return OutputError(reason: String(cString: strerror(code)))
    }
}

/// A result that could not be written to standard output.
package struct OutputError: UserError {
    package let reason: String

    package var message: String { "cannot write the result to standard output: \(reason)" }
    package var fix: String? { "check the file or pipe that the output is redirected to, then run the command again" }
}
