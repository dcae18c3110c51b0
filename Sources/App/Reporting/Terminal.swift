package import Diagnostics
internal import Glibc

/// Standard error as a person sees it: color and bars on a terminal, plain lines elsewhere.
package enum Terminal {
    /// Whether standard error is a terminal that can move its cursor.
    package static let isInteractive: Bool =
        isatty(STDERR_FILENO) == 1 && (getenv("TERM").map { strcmp($0, "dumb") != 0 } ?? false)

    /// Whether color is wanted: a terminal, and no `NO_COLOR` (https://no-color.org).
    package static let usesColor: Bool = isInteractive && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)

    /// Columns of the terminal; 80 if it does not say.
    package static var width: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes to standard output: results, and nothing else.
    package static func output(_ text: String) {
        StandardOutput.write(text)
    }

    /// Writes a line to standard error: what is going on.
    package static func note(_ line: String) {
        write(line + "\n", to: STDERR_FILENO)
    }

    /// Prints an error: what, where, and the fix.
    package static func report(_ error: any UserError) {
        guard usesColor else { return note(error.description) }
        note(error.description.replacing("error:", with: "\u{1B}[1;31merror:\u{1B}[0m", maxReplacements: 1))
    }

    /// Writes a text as a whole, unless an error gets in the way: then returns its `errno`.
    @discardableResult
    static func write(_ text: String, to descriptor: Int32) -> Int32? {
        var text = text
        return text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if written < 0 {
                    if errno == EINTR { continue }
                    return errno
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
            return nil
        }
    }
}
