package import Diagnostics
package import Support

/// A journal that cannot be written, or no further.
package struct LostJournal: UserError {
    package let cause: FileError

    package init(cause: FileError) { self.cause = cause }

    package var message: String {
        "\(cause.message); the evaluation goes on, but an interrupted run will start again"
    }
    package var location: SourceLocation? { SourceLocation(path: cause.path) }
}
