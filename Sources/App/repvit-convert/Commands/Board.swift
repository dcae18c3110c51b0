import ArgumentParser

/// `board`: groups the commands for the RDK X5 itself.
struct Board: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Predict what the board will show.",
        subcommands: [BoardSpeed.self])
}
