@testable import ONNX
import Diagnostics
import Testing

@Suite("Attributes")
struct AttributeTests {
    let node = Node(
        "Conv", name: "stem.conv1", inputs: ["x"], outputs: ["y"],
        attributes: [
            Attribute("pads", .integers([1, 2, 3])), Attribute("group", .integer(3)), Attribute("alpha", .float(0.5)),
            Attribute("auto_pad", .text("SAME_UPPER")), Attribute("broken", .string([0xFF])),
        ])

    private func message(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return error.userMessage
        }
    }

    @Test("They are read by name and type, with defaults")
    func values() throws {
        #expect(try node.integer("group") == 3)
        #expect(try node.integer("axis", default: -1) == -1)
        #expect(try node.integers("pads") == [1, 2, 3])
        #expect(try node.integers("strides", default: [1, 1]) == [1, 1])
        #expect(try node.integers("strides") == nil)
        #expect(try node.float("alpha", default: 0) == 0.5)
        #expect(try node.text("auto_pad", default: "NOTSET") == "SAME_UPPER")
        #expect(try node.flag("group", default: false))
        #expect(try node.tensor("value") == nil)
    }

    @Test("What is wrong is said with node, attribute, expectation and finding")
    func errors() {
        #expect(
            message { _ = try node.integers("pads", count: 4) }
                == "node stem.conv1 (Conv), attribute 'pads': expected 4 integers, found 3")
        #expect(
            message { _ = try node.integer("pads") }
                == "node stem.conv1 (Conv), attribute 'pads': expected an integer, found 3 integers")
        #expect(
            message { _ = try node.integer("axis") }
                == "node stem.conv1 (Conv), attribute 'axis': it is missing")
        #expect(message { _ = try node.text("broken", default: "") }?.contains("UTF-8") == true)
        #expect(
            message { _ = try node.float("group", default: 1) }?.contains("a float") == true)
        #expect(message { _ = try node.graph("body") }?.contains("missing") == true)
    }
}
