/// A part of a regular expression.
indirect enum RegexNode {
  case empty
  case instruction(RegexProgram.Instruction)
  case sequence([RegexNode])
  case alternatives([RegexNode])
  case group(RegexNode, index: Int?)
  case loop(RegexNode, minimum: Int, maximum: Int?, isLazy: Bool)
  case look(RegexNode, isAhead: Bool, isNegated: Bool)
  case condition(Int, RegexNode, RegexNode)
}
