package import Diagnostics

/// Why a file could not be downloaded.
package struct DownloadError: UserError, Equatable {
    package enum Code: Sendable {
        /// Not an http or https address, or a name that cannot be part of one.
        case invalidAddress
        /// No connection was made, or none after the first that broke.
        case unreachable
        /// The connection broke too often; what came is kept if it can be resumed.
        case interrupted
        case notFound
        case notAllowed
        /// An answer that cannot be used, such as another status or a redirection to something other than http(s).
        case refused
        /// The file is whole but not what was asked for.
        case invalidContent
        case wrongHash
        case tooLarge
        case noSpace
        /// There is a file already that this program did not download.
        case occupied
        /// Another process downloads the same file.
        case busy
        case cancelled
        /// libcurl is not installed.
        case libraryMissing
    }

    package let code: Code
    package let message: String
    package var fix: String?
    package let location: SourceLocation?

    init(_ code: Code, _ message: String, fix: String?, path: String? = nil) {
        self.code = code
        self.message = message
        self.fix = fix
        location = path.map { SourceLocation(path: $0) }
    }

    package var exitStatus: ExitStatus {
        switch code {
        case .invalidAddress: .usage
        case .cancelled: .interrupted
        case .libraryMissing: .toolMissing
        default: .failure
        }
    }
}
