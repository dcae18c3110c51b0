/// How a command ends. The numbers are part of the command-line contract.
package enum ExitStatus: Int32, Sendable {
    case success = 0
    /// There are findings, or a threshold was missed.
    case findings = 1
    /// It failed while running: input and output, a bad file, a tool that failed.
    case failure = 2
    /// The command line is wrong (`EX_USAGE`).
    case usage = 64
    /// A tool that is needed is missing (`EX_UNAVAILABLE`).
    case toolMissing = 69
    /// Ended by Ctrl-C (128 + `SIGINT`).
    case interrupted = 130
}

/// An error that a person can act on: printed as one line and a fix, never as a trace.
///
/// Each module has one such enum; what breaks an invariant of the program itself is a
/// `preconditionFailure` instead.
package protocol UserError: Error, CustomStringConvertible {
    /// One sentence without a full stop: what went wrong, with the values that show it.
    var message: String { get }
    /// What to do about it, if there is something to be done.
    var fix: String? { get }
    /// The file that it is about, if it is about one.
    var location: SourceLocation? { get }
    var exitStatus: ExitStatus { get }
}

extension UserError {
    package var fix: String? { nil }
    package var location: SourceLocation? { nil }
    package var exitStatus: ExitStatus { .failure }

    /// `path:line:column: error: message`, and the fix on a line of its own.
    package var description: String {
        let place = location.map { "\($0): " } ?? ""
        let remedy = fix.map { "\n  fix: \($0)" } ?? ""
        return "\(place)error: \(message)\(remedy)"
    }
}

extension Error {
    /// The message of a ``UserError``; a description of any other error, which is a fault of this program.
    package var userMessage: String { (self as? any UserError)?.message ?? String(describing: self) }
}
