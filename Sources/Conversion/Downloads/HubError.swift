package import Diagnostics
package import Support

/// Why a file could not be had from the model hub.
package enum HubError: UserError, Equatable {
    case file(FileError)
    case invalidEndpoint(String)
    case invalidName(String)
    /// An address outside of the hub that is none.
    case invalidAddress(String)
    /// The server could not be reached at all.
    case unreachable(url: String, reason: String)
    /// The connection broke and stayed broken; what came is kept in `partial`.
    case interrupted(url: String, partial: String, received: Int, total: Int?, reason: String)
    case notFound(url: String)
    case notAllowed(url: String, status: Int, hadToken: Bool)
    case refused(url: String, status: Int)
    case redirect(url: String, reason: String)
    case wrongHash(url: String, expected: String, found: String)
    case noSpace(path: String, needed: Int, available: Int)
    /// A file is there that was not downloaded by this program.
    case occupied(path: String)
    case busy(path: String)
    case cancelled(partial: String)
    /// There is no libcurl to speak HTTP with.
    case noLibrary

    package var message: String {
        switch self {
        case .file(let error): error.message
        case .invalidEndpoint(let text): "HF_ENDPOINT is '\(text)', which is not an http or https address"
        case .invalidName(let name): "'\(name)' cannot be the name of a repository, a revision or a file on the hub"
        case .invalidAddress(let text): "'\(text)' is not an http or https address"
        case .unreachable(let url, let reason): "cannot reach \(url): \(reason)"
        case .interrupted(let url, _, let received, let total, let reason):
            "the download of \(url) broke off after \(received)\(total.map { " of \($0)" } ?? "") bytes: \(reason)"
        case .notFound(let url): "there is no such file on the hub: \(url)"
        case .notAllowed(let url, let status, _): "the hub refuses access (HTTP \(status)) to \(url)"
        case .refused(let url, let status): "the hub answers HTTP \(status) to \(url)"
        case .redirect(let url, let reason): "the hub's redirection of \(url) is not followed: \(reason)"
        case .wrongHash(let url, let expected, let found):
            "what came from \(url) has the SHA-256 \(found), and the hub announced \(expected)"
        case .noSpace(_, let needed, let available):
            "the download needs \(needed) bytes, and the disk has \(available) left"
        case .occupied: "there is a file here already that was not downloaded by this program"
        case .busy: "another process is downloading this file"
        case .cancelled: "the download was interrupted"
        case .noLibrary: "downloading needs libcurl, which is not installed"
        }
    }

    package var fix: String? {
        let offline = "without a network use --weights FILE or --weights seeded"
        return switch self {
        case .file(let error): error.fix
        case .invalidEndpoint: "set HF_ENDPOINT to an address such as https://huggingface.co, or unset it"
        case .invalidName, .invalidAddress: "check its spelling"
        case .unreachable: "check the network, the proxy and HF_ENDPOINT; \(offline)"
        case .interrupted(_, let partial, _, _, _):
            "run the command again: it goes on from \(partial); \(offline)"
        case .notFound: "check the variant, the revision and HF_ENDPOINT"
        case .notAllowed(_, _, let hadToken):
            hadToken
                ? "check that HF_TOKEN is valid and may read this repository"
                : "check the repository's name; if it is private, set HF_TOKEN"
        case .refused: "try again later; \(offline)"
        case .redirect: "check HF_ENDPOINT"
        case .wrongHash: "download it again; if it stays so, the mirror in HF_ENDPOINT is broken"
        case .noSpace: "free some space, or choose another folder"
        case .occupied: "move it away, or choose another folder"
        case .busy: "wait for it to end, then run the command again"
        case .cancelled(let partial): "run the command again: it goes on from \(partial)"
        case .noLibrary: "install it (Debian, Ubuntu: libcurl4), or use --weights FILE or --weights seeded"
        }
    }

    package var location: SourceLocation? {
        switch self {
        case .file(let error): error.location
        case .noSpace(let path, _, _), .occupied(let path), .busy(let path): SourceLocation(path: path)
        default: nil
        }
    }

    package var exitStatus: ExitStatus {
        switch self {
        case .invalidEndpoint, .invalidName, .invalidAddress: .usage
        case .cancelled: .interrupted
        case .noLibrary: .toolMissing
        default: .failure
        }
    }
}
