import ArgumentParser
import CalibrationData
import Evaluation
import Support

/// `--engine`.
enum EngineOption: String, ExpressibleByArgument, CaseIterable {
    case float, quantized, vendor, bin, all

    var kinds: [EngineKind] {
        switch self {
        case .float: [.float]
        case .quantized: [.quantized]
        case .vendor: [.vendor]
        case .bin: [.bin]
        case .all: [.float, .quantized, .bin]
        }
    }
}

extension EngineKind: ExpressibleByArgument {}

/// `--input NAME=PATH`.
struct InputOption: ExpressibleByArgument {
    let map: FeatureMap

    init?(argument: String) {
        guard let sign = argument.firstIndex(of: "="), sign != argument.startIndex else { return nil }
        let path = String(argument[argument.index(after: sign)...])
        guard !path.isEmpty else { return nil }
        map = FeatureMap(name: String(argument[..<sign]), folder: path)
    }
}
