package import Support

internal import Glibc
internal import Synchronization

/// The files next to a model that hold its tensors' payloads.
///
/// Each is mapped when the first payload is asked for, and once only. A location from a file is not trusted: it must lie
/// in the model's folder, also after following links.
package final class ExternalFiles: Sendable {
    /// The model's folder.
    package let folder: String
    private let files = Mutex<[String: MappedFile]>([:])

    package init(folder: String) { self.folder = folder }

    /// The payload that a tensor keeps in another file.
    ///
    /// - Throws: ``ONNXError/externalData(tensor:location:problem:)`` if the location leaves the model's folder, the file
    ///   cannot be read, or the range goes beyond its end.
    package func bytes(of data: ExternalData, tensor name: String) throws(ONNXError) -> ByteView {
        func refusal(_ problem: String) -> ONNXError {
            .externalData(tensor: name, location: data.location, problem: problem)
        }
        let file: MappedFile
        do throws(Refusal) {
            file = try self.file(at: data.location)
        } catch {
            throw refusal(error.problem)
        }
        guard data.offset >= 0, data.offset <= file.count else {
            throw refusal("offset \(data.offset) is past the end of its \(file.count) bytes")
        }
        let length = data.length ?? file.count - data.offset
        guard length >= 0, length <= file.count - data.offset else {
            throw refusal("\(length) bytes at offset \(data.offset) run past the end of its \(file.count) bytes")
        }
        return ByteView(file, data.offset..<data.offset + length)
    }

    private struct Refusal: Error {
        var problem: String
    }

    private func file(at location: String) throws(Refusal) -> MappedFile {
        if let problem = Self.problem(with: location) { throw Refusal(problem: problem) }
        if let file = files.withLock({ $0[location] }) { return file }
        let path = Path.join(folder, location)
        guard let root = Self.realPath(folder), let target = Self.realPath(path) else {
            throw Refusal(problem: "no such file next to the model")
        }
        guard target.hasPrefix(root.hasSuffix("/") ? root : root + "/") else {
            throw Refusal(problem: "a link leads out of the model's folder")
        }
        do throws(FileError) {
            let file = try MappedFile(path: target)
            files.withLock { $0[location] = file }
            return file
        } catch {
            throw Refusal(problem: error.message)
        }
    }

    /// Why a location is refused before the disk is looked at; `nil` if it is not.
    static func problem(with location: String) -> String? {
        if location.isEmpty { return "the location is empty" }
        if location.hasPrefix("/") { return "an absolute path leads out of the model's folder" }
        // Both separators: the model may have been written on Windows.
        let parts = location.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
        if parts.contains("..") { return "'..' leads out of the model's folder" }
        return nil
    }

    private static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
