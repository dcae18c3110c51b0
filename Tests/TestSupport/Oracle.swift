internal import Support
internal import Foundation
internal import Subprocess

/// A Python environment with the programs that the tests compare with: torch, timm, onnx, onnxruntime,
/// Pillow, OpenCV. `Tests/Oracles/setup.sh` makes it.
package enum Oracle {
    /// Its Python; `nil` where it is missing. `REPVIT_ORACLE_PYTHON` names another one.
    package static let python: String? = existing(
        variable("REPVIT_ORACLE_PYTHON") ?? Path.join(cacheFolder, "oracle/bin/python"))

    /// Why a test that needs it is skipped.
    package static let absence = "needs the oracle environment (Tests/Oracles/setup.sh)"

    /// Runs a program of the folder `Tests/Oracles` and returns what it prints.
    ///
    /// - Throws: ``ProcessFailure`` with the end of its standard error, if it fails.
    package static func run(
        program name: String, arguments: [String] = [], in folder: String? = nil
    ) async throws -> String {
        guard let python else { throw ProcessFailure(command: name, status: "missing", standardError: absence) }
        return try await Command.run(
            python, [Path.join(Package.folder, "Tests/Oracles", name)] + arguments, in: folder
        ).standardOutput(orThrow: name)
    }
}

/// The vendor's toolchain: hb_mapper, hb_perf, hbdk-sim.
package enum VendorToolchain {
    /// The environment's folder; `nil` where it is missing. `REPVIT_TOOLCHAIN` names another one.
    package static let folder: String? = existing(variable("REPVIT_TOOLCHAIN") ?? installed)

    /// The environment's Python, 3.10.
    package static let python: String? = existing(folder.map { Path.join($0, "bin/python") })

    /// Why a test that needs it is skipped.
    package static let absence = "needs the vendor toolchain (repvit-convert toolchain install)"

    /// Provokes one case of `Tests/Oracles/vendor_failures.py` in an empty folder, and returns what the tools print.
    package static func provoke(_ name: String, in folder: String) async throws -> String {
        guard let python else { throw ProcessFailure(command: name, status: "missing", standardError: absence) }
        let program = Path.join(Package.folder, "Tests/Oracles/vendor_failures.py")
        let run = try await Command.run(python, [program, name, folder])
        return run.standardOutput + run.standardError
    }

    /// Builds a network of two convolutions with the real tools, in an empty folder.
    ///
    /// - Returns: the path of its `.bin`, with an NV12 input of 32x32.
    package static func buildSmallModel(in folder: String) async throws -> String {
        let output = try await provoke("no_source", in: folder)
        guard let path = existing(Path.join(folder, "build/m.bin")) else {
            throw ProcessFailure(command: "hb_mapper", status: "no .bin", standardError: String(output.suffix(4000)))
        }
        return path
    }

    /// Where `toolchain install` puts it: a folder named after the hash of the lock file.
    private static var installed: String? {
        guard let lock = try? SHA256.hash(file: Path.join(Package.folder, "mapper/toolchain.lock.txt")) else {
            return nil
        }
        return Path.join(cacheFolder, "toolchain", String(lock.description.prefix(12)))
    }
}
