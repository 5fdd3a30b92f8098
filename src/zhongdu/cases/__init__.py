"""The bureau's cases under the law: from a lead checked to a case closed, each step an act, each period a clock."""
