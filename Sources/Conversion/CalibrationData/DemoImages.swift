package import Diagnostics
package import Imaging
internal import Support

/// Images drawn by code, so that everything can be tried without a network and without photographs.
///
/// Each is a sum of smooth noise whose amplitude falls with frequency, as in photographs (about 1/f: D. J. Field, 1987),
/// coloured along a palette with correlated channels, with a light, some shapes with edges, and fine grain.
package enum DemoImages {
    /// The name of the file that marks a folder as ours.
    static let marker = ".repvit-convert-demo-images"

    /// Draws `count` images into a folder, as JPEG files with a PNG among them now and then, and returns their names.
    ///
    /// The pixels depend on the seed alone; a folder that this program did not make is not touched.
    ///
    /// - Throws: ``CalibrationError``.
    @discardableResult
    package static func make(
        count: Int, seed: UInt64 = 0, at output: String, progress: @escaping Progress.Handler
    ) async throws -> [String] {
        guard count > 0, count <= 100_000 else { throw CalibrationError.badCount(count) }
        var partial: String?
        do {
            if Folder.exists(output), let first = try Folder.names(in: output).first,
                !(try Folder.names(in: output).contains(marker))
            {
                throw CalibrationError.occupied(path: output, entry: first)
            }
            let folder = try Folder.makePartial(for: output)
            partial = folder
            let names = (0..<count).map { name($0, of: count) }
            try await write(names, seed: seed, to: folder, progress: progress)
            try AtomicFile.write("repvit-convert calibration demo-images\n", to: Path.join(folder, marker))
            try Folder.replace(output, with: folder)
            return names
        } catch {
            if let partial { try? Folder.remove(partial) }
            throw error is CancellationError ? CalibrationError.interrupted : error
        }
    }

    /// One image; its size, between 240 and 480 a side, depends on seed and index as well.
    package static func draw(_ index: Int, seed: UInt64 = 0) -> RGBImage {
        var painter = DemoPainter(seed: seed &* 0x9E37_79B9 &+ UInt64(index))
        return painter.paint()
    }

    private static func name(_ index: Int, of count: Int) -> String {
        let digits = max(3, String(count - 1).count)
        let number = String(index)
        let isPNG = index % 8 == 7
        return "demo_" + String(repeating: "0", count: digits - number.count) + number + (isPNG ? ".png" : ".jpg")
    }

    private static func write(
        _ names: [String], seed: UInt64, to folder: String, progress: @escaping Progress.Handler
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var completed = 0
            for (index, name) in names.enumerated() {
                if index >= Cores.count {
                    try await group.next()
                    completed += 1
                    progress(Progress("demo images", completed: completed, total: names.count))
                }
                group.addTask {
                    try Task.checkCancellation()
                    let image = draw(index, seed: seed)
                    let path = Path.join(folder, name)
                    let bytes =
                        name.hasSuffix(".png")
                        ? try PNGEncoder.encode(image, path: path)
                        : try JPEGEncoder.encode(image, quality: 90, path: path)
                    try bytes.withUnsafeBytes { try Folder.writeFile($0, to: path) }
                }
            }
            try await group.waitForAll()
            progress(Progress("demo images", completed: names.count, total: names.count))
        }
    }
}
