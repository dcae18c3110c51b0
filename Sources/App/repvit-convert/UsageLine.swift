/// The usage line of a help page or an error, which ArgumentParser does not wrap.
enum UsageLine {
    private static let indentation = "    "

    /// The text with its usage line broken between arguments, so that it fits `width` columns.
    static func wrapping(_ text: String, width: Int) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("USAGE: ") || line.hasPrefix("Usage: ") ? wrapped(line, width: width) : String(line)
        }.joined(separator: "\n")
    }

    private static func wrapped(_ line: Substring, width: Int) -> String {
        var lines = [""]
        for argument in arguments(of: line) {
            let last = lines[lines.count - 1]
            if !last.isEmpty, last.count + 1 + argument.count > width {
                lines.append(indentation + argument)
            } else {
                lines[lines.count - 1] = last.isEmpty ? argument : last + " " + argument
            }
        }
        return lines.joined(separator: "\n")
    }

    /// Words, and options together with their values: `[--count <n>]`, `--output <file>`.
    private static func arguments(of line: Substring) -> [String] {
        var arguments: [String] = []
        for word in line.split(separator: " ") {
            if let last = arguments.last, isOpen(last) || last.hasPrefix("--") && word.hasPrefix("<") {
                arguments[arguments.count - 1] = last + " " + word
            } else {
                arguments.append(String(word))
            }
        }
        return arguments
    }

    private static func isOpen(_ argument: String) -> Bool { argument.hasPrefix("[") && !argument.contains("]") }
}
