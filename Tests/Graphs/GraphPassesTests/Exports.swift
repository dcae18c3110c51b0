import Foundation
import Support
import TestSupport

/// timm's networks as people hand them over, made once for all tests.
enum Exports {
    static let forms = ["raw", "fused", "dynamo", "raw_sim"]
    /// A folder that holds them already, `VARIANT/FORM.onnx` and `NETWORK/{raw,dynamo}.onnx`: then all that are in it are
    /// tested. `REPVIT_EXPORTS` names it.
    static let prepared = ProcessInfo.processInfo.environment["REPVIT_EXPORTS"]
    static let isAvailable = Oracle.python != nil && (prepared != nil || Shared.folder != nil)
    static let absence = "needs the oracle environment and the shared folder's exporter"

    static let variants: [String] = prepared == nil ? ["m0_9"] : existing(["m0_9", "m1_0", "m1_1", "m1_5", "m2_3"])

    /// Networks of other families.
    static let networks: [String] =
        prepared == nil
        ? ["mobilenetv3_large_100", "repvgg_a0", "fastvit_t8"]
        : existing([
            "mobilenetv2_100", "mobilenetv3_large_100", "mobilenetv4_conv_small", "efficientnet_lite0", "resnet18",
            "repvgg_a0", "mobileone_s0", "fastvit_t8", "convnext_atto", "ghostnet_100", "regnetx_002",
            "edgenext_xx_small",
        ])

    private static func existing(_ names: [String]) -> [String] {
        guard let prepared else { return names }
        return names.filter { Folder.exists(Path.join(prepared, $0)) }
    }

    /// The exports of a RepViT, by ``forms``, and its weights as `weights.safetensors`.
    static func folder(of variant: String) async throws -> String {
        if let prepared { return Path.join(prepared, variant) }
        return try await made.value(variant).path
    }

    /// A network by timm's name, as the old exporter and as the new one write it.
    static func folder(ofNetwork name: String) async throws -> String {
        if let prepared { return Path.join(prepared, name) }
        return Path.join(try await networksMade.value.path, name)
    }

    private static let made = Cache { variant in
        let folder = TemporaryFolder()
        guard let python = Oracle.python, let shared = Shared.folder else { return folder }
        let script = Path.join(shared, "oracles/timm_export.py")
        _ = try await Command.run(python, [script, variant, folder.path]).standardOutput(orThrow: "timm_export.py")
        return folder
    }

    private static let networksMade = Task { () throws -> TemporaryFolder in
        let folder = TemporaryFolder()
        _ = try await Oracle.run(program: "export_networks.py", arguments: [folder.path] + networks)
        return folder
    }

    /// Folders that are made on first use.
    private actor Cache {
        private var tasks: [String: Task<TemporaryFolder, any Error>] = [:]
        private let make: @Sendable (String) async throws -> TemporaryFolder

        init(_ make: @escaping @Sendable (String) async throws -> TemporaryFolder) { self.make = make }

        func value(_ key: String) async throws -> TemporaryFolder {
            let make = self.make
            let task = tasks[key] ?? Task { try await make(key) }
            tasks[key] = task
            return try await task.value
        }
    }
}
