internal import Imaging
internal import Support

/// Data of an input that is not an image, passed through as it is: `.npy` loses its header, anything else stays.
package struct FeatureMap: Sendable, Hashable {
    /// The input's name in the model.
    package let name: String
    /// Holds a file for each sample, named as the image but for the extension.
    package let folder: String

    /// Extensions that are looked for, in this order.
    static let extensions = ["npy", "bin", "raw"]

    package init(name: String, folder: String) {
        self.name = name
        self.folder = folder
    }

    /// The folder with the data in a set.
    var dataFolder: String { SampleName.plain(name) + "_f32" }

    /// The file for a sample, under its path below the folder, or under its name alone.
    package func path(for candidate: String) -> String? {
        for base in [Path.join(Path.folder(candidate), Path.stem(candidate)), Path.stem(candidate)] {
            for suffix in Self.extensions {
                let path = Path.join(folder, base + "." + suffix)
                if case .file = FileStatus(of: path) { return path }
            }
        }
        return nil
    }

    /// Little-endian float32.
    ///
    /// - Throws: ``ImageError``.
    package static func read(_ path: String) throws -> [UInt8] {
        let file: ByteView
        do {
            file = try ByteView(contentsOf: path)
        } catch {
            throw ImageError.unreadable(error)
        }
        guard !file.isEmpty else { throw ImageError.empty(path: path) }
        guard Path.lowercasedExtension(path) == "npy" else {
            guard file.count % 4 == 0 else {
                throw ImageError.corrupt(
                    path: path, format: "float32", reason: "\(file.count) bytes are not a whole number of values")
            }
            return file.elements(as: UInt8.self)
        }
        guard let header = file.withUnsafeBytes({ NPY($0) }) else {
            throw ImageError.corrupt(path: path, format: ".npy", reason: "it has no sound header")
        }
        guard header.descriptor == "<f4", !header.isFortranOrder else {
            throw ImageError.corrupt(
                path: path, format: ".npy",
                reason: "the type is \(header.descriptor)\(header.isFortranOrder ? " in Fortran order" : ""), not <f4")
        }
        guard let count = header.count, count <= (file.count - header.dataOffset) / 4,
            let data = file.slice(header.dataOffset..<header.dataOffset + count * 4)
        else { throw ImageError.truncated(path: path, reason: "it holds fewer values than its shape \(header.shape)") }
        return data.elements(as: UInt8.self)
    }
}

/// Names of files that any tool accepts.
enum SampleName {
    /// The letters and digits of a text, everything else an underscore.
    static func plain(_ text: String) -> String {
        let letters = text.utf8.prefix(80).map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                byte
            default: UInt8(ascii: "_")
            }
        }
        return String(decoding: letters, as: UTF8.self)
    }

    /// `017_cat`: the place in the order, then the image's name.
    static func stem(_ path: String, place: Int, of count: Int) -> String {
        let number = String(place)
        let padding = String(repeating: "0", count: max(0, String(count).count - number.count))
        return padding + number + "_" + plain(Path.stem(path))
    }
}
