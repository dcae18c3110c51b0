internal import FoundationEssentials
package import InputContract
internal import Support

extension CalibrationManifest {
    /// The few facts that a board kit's manifest shares with that of calibration data.
    package struct Facts: Sendable, Decodable {
        package var nv12Range: NV12Range?
        package var elementType: String?
        package var layout: String?
        package var size: Int?
        package var height: Int?
        package var width: Int?

        /// In pixels; `nil` if the manifest does not say.
        package var imageSize: ImageSize? {
            if let height, let width { return ImageSize(height: height, width: width) }
            return size.map(ImageSize.init(square:))
        }

        /// The manifest in a directory; `nil` if there is none, or it is not a manifest of ours.
        package init?(folder: String) {
            let path = Path.join(folder, CalibrationManifest.fileName)
            guard case .file = FileStatus(of: path), let file = try? MappedFile(path: path) else { return nil }
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            guard let facts = try? decoder.decode(Facts.self, from: file.withUnsafeBytes { Data($0) }) else {
                return nil
            }
            self = facts
        }
    }
}
