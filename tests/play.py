"""Challenges and badges of every kind, for the programmes of random histories."""

PLAY = """\
challenges:
  - {id: often, name: Often, count: visits, target: 3, per: week, points: 6, prize: espresso}
  - {id: row, name: Row, count: days, target: 3, freezes: 1, points: 5, badge: steady}
  - {id: places, name: Places, count: shops, target: 2, points: 2}
  - {id: much, name: Much, count: spend, target: 20.00, per: month, prize: espresso}
  - {id: cups, name: Cups, count: actions, target: 2, per: day, points: 4}
  - {id: kinds, name: Kinds, count: categories, target: 2, badge: curious}
  - id: next
    name: Next
    count: items
    target: 4
    only: {category: [coffee]}
    after: kinds
    points: 3
  - {id: large, name: Large, count: purchases, target: 2, order: {min: 8.00}, badge: curious}
  - {id: joined, name: Joined, count: visits, target: 2, opt_in: true, points: 3, badge: curious}
  - {id: all, name: All, count: visits, target: 4, per: month, together: true, prize: espresso}
badges:
  - {id: steady, name: Steady}
  - {id: curious, name: Curious, secret: true}
  - {id: fifth, name: Fifth, visits: 5}
  - {id: third-year, name: Third year, years: 3}
  - {id: climber, name: Climber, tier: silver}
  - {id: star, name: Star, given_by: manager}
"""
