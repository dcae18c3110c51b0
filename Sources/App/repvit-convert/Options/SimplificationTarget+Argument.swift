import ArgumentParser
package import GraphPasses

extension SimplificationTarget: ExpressibleByArgument {}
