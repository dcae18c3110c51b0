package import Diagnostics
internal import Glibc

/// Standard error as a person sees it: color and bars on a terminal, plain lines elsewhere.
package enum Terminal {
    /// Whether standard error is a terminal that can move its cursor.
    package static let isInteractive: Bool =
        isatty(STDERR_FILENO) == 1 && (getenv("TERM").map { strcmp($0, "dumb") != 0 } ?? false)

    /// Whether color is wanted: a terminal, and no `NO_COLOR` (https://no-color.org).
    package static let usesColor: Bool = isInteractive && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)

    /// Columns of standard error for a progress bar; 80 if it does not say.
    package static var width: Int { columns(of: STDERR_FILENO) ?? 80 }

    /// Columns of standard output: `COLUMNS` if that is set, else those of the terminal; `nil` if it is none.
    package static var outputWidth: Int? {
        if let columns = getenv("COLUMNS").flatMap({ Int(String(cString: $0)) }), columns > 0 { return columns }
        return columns(of: STDOUT_FILENO)
    }

    private static func columns(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Writes to standard output: results, and nothing else. Files and pipes receive the bytes as they are; a terminal
    /// is shown control characters escaped.
    package static func output(_ text: String) {
        StandardOutput.write(isatty(STDOUT_FILENO) == 1 ? escaped(text) : text)
    }

    /// Writes a line to standard error: what is going on. Control characters are escaped.
    package static func note(_ line: String) {
        write(escaped(line) + "\n", to: STDERR_FILENO)
    }

    /// Prints an error: what, where, and the fix.
    package static func report(_ error: any UserError) {
        let text = escaped(error.description) + "\n"
        let red = "\u{1B}[1;31merror:\u{1B}[0m"
        write(usesColor ? text.replacing("error:", with: red, maxReplacements: 1) : text, to: STDERR_FILENO)
    }

    /// The text without control characters other than line breaks and tabs.
    static func escaped(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in
                line.split(separator: "\t", omittingEmptySubsequences: false)
                    .map { FindingRenderer.printable(String($0)) }.joined(separator: "\t")
            }.joined(separator: "\n")
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
