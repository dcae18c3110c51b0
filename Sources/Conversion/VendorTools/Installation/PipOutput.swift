internal import Diagnostics

/// Follows what `pip install --progress-bar raw` prints: which distribution it is at, and how far a download is.
struct PipOutput {
    /// Downloads smaller than this are over before a bar is worth drawing.
    private static let worthABar = 50_000_000

    private let total: Int
    private var collected: Set<String> = []
    private var current = ""
    private(set) var failure: Failure?

    /// Why pip failed, in one line, and what to do.
    struct Failure: Equatable {
        let reason: String
        let advice: String?
    }

    /// - Parameter total: how many distributions are to be installed.
    init(total: Int) { self.total = total }

    /// Reads a line; returns progress where the line reports some.
    mutating func update(with line: String) -> Progress? {
        note(failureIn: line)
        let words = line.split(separator: " ")
        if words.count >= 2, words[0] == "Collecting" {
            current = String(words[1].prefix { $0 != "=" })
            collected.insert(current)
            return Progress("downloading the toolchain", completed: max(0, collected.count - 1), total: total)
        }
        if words.count == 4, words[0] == "Progress", words[2] == "of", let done = Int(words[1]),
            let size = Int(words[3]), size >= Self.worthABar, done >= 0
        {
            return Progress("downloading \(current)", completed: min(done, size), total: size, unit: .bytes)
        }
        if line.hasPrefix("Installing collected packages") {
            return Progress("unpacking the toolchain", completed: 0, total: nil)
        }
        return nil
    }

    /// The most telling line comes first or last, depending on what went wrong.
    private mutating func note(failureIn line: String) {
        if line.contains("DO NOT MATCH THE HASHES") {
            failure = Failure(
                reason: "\(current) is not the file that the lock names (its hash differs)",
                advice: "try again; if it stays so, the index serves a changed file: do not install it")
            return
        }
        guard failure == nil else { return }
        if line.contains("No space left on device") {
            failure = Failure(
                reason: "no space left on the disk", advice: "free 5 GB, or set XDG_CACHE_HOME to another disk")
        } else if ["Failed to establish a new connection", "name resolution", "NewConnectionError", "ConnectTimeout"]
            .contains(where: { line.contains($0) })
        {
            failure = Failure(
                reason: "the package index cannot be reached",
                advice: "check the network; set HTTPS_PROXY for a proxy, or PIP_INDEX_URL for a mirror")
        } else if line.contains("No matching distribution found for") {
            let name = line.split(separator: " ").last.map(String.init) ?? current
            failure = Failure(
                reason: "the package index has no \(name) for CPython 3.10 on x86-64",
                advice: "check PIP_INDEX_URL and the network; the vendor's packages are on the public index")
        }
    }

    /// What a failed run says, given its last lines.
    func failure(lastLines: [String]) -> Failure {
        if let failure { return failure }
        let error = lastLines.last { $0.hasPrefix("ERROR: ") }.map { String($0.dropFirst("ERROR: ".count)) }
        return Failure(reason: error ?? VendorFailure.reason(in: lastLines), advice: nil)
    }
}
