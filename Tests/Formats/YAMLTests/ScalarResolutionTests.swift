import Testing
import TestSupport
@testable import YAML

@Suite("Scalars by YAML 1.1, as PyYAML reads them")
struct ScalarResolutionTests {
    static let cases: [(String, ScalarValue)] = [
        ("yes", .boolean(true)), ("No", .boolean(false)), ("ON", .boolean(true)), ("off", .boolean(false)),
        ("y", .string), ("yES", .string), ("True", .boolean(true)), ("~", .null), ("null", .null), ("", .null),
        ("nUll", .string), ("0", .integer(0)), ("010", .integer(8)), ("08", .string), ("0o7", .string),
        ("0b101", .integer(5)), ("0x_1F", .integer(31)), ("-12", .integer(-12)), ("+7", .integer(7)),
        ("1_000", .integer(1000)), ("1:30", .integer(90)), ("-1:30", .integer(-90)), ("1:60", .string),
        ("99999999999999999999", .bigInteger(isNegative: false)), ("9223372036854775807", .integer(.max)),
        ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .bigInteger(isNegative: false)),
        ("1e3", .string), ("1.0e3", .string), ("1.5e+3", .float(1500)), ("1.", .float(1)), (".5", .float(0.5)),
        ("-.5", .string), ("1_0.5", .float(10.5)), ("1:30.5", .float(90.5)), (".inf", .float(.infinity)),
        ("-.INF", .float(-.infinity)), ("224x224", .string), ("2024-01-31", .timestamp), ("2024-1-1", .string),
        ("2024-1-1 1:02:03", .timestamp), ("1.2.3", .string), ("-", .string), ("+", .string), (".", .string),
        ("bayes-e", .string), ("0.017124753 0.017507", .string), ("1x3x224x224", .string),
    ]

    @Test("A plain scalar has the type that PyYAML gives it", arguments: cases)
    func resolves(_ text: String, _ expected: ScalarValue) throws {
        #expect(try ScalarResolution.resolve(text) == expected)
    }

    @Test(
        "What looks like a number or a date and is none fails", arguments: ["0b_", "0x_", "2024-02-30", "2024-13-01"])
    func rejects(_ text: String) {
        #expect(throws: ScalarResolution.Failure.self) { try ScalarResolution.resolve(text) }
    }

    @Test(
        "10,000 random scalars have PyYAML's types and values",
        .enabled(if: Oracle.python != nil, Comment(rawValue: Oracle.absence)))
    func agreesWithPyYAML() async throws {
        for line in try await Oracle.run(program: "random_scalars.py").split(separator: "\n") {
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            let found: String
            switch try? ScalarResolution.resolve(parts[0]) {
            case nil: found = "error|"
            case .null: found = "null|"
            case .boolean(let value): found = "boolean|\(value ? "True" : "False")"
            case .integer(let value): found = "integer|\(value)"
            case .bigInteger: found = "integer|\(parts[2])"
            case .float(let value):
                let theirs = PythonNumber.float(parts[2]) ?? .nan
                let isSame = value == theirs || value.isNaN && theirs.isNaN || abs(value - theirs) < 1e-9 * abs(theirs)
                found = isSame ? "float|\(parts[2])" : "float|\(value)"
            case .string: found = "string|"
            case .timestamp, .binary: found = "timestamp|"
            }
            #expect(found == parts[1] + "|" + parts[2], "\(parts[0])")
        }
    }
}
