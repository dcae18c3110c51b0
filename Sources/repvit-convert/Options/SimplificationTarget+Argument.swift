public import ArgumentParser
public import GraphPasses

extension SimplificationTarget: ExpressibleByArgument {}
