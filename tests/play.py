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

CARDS = """\
  - id: spend
    name: Spend
    stamps: 3
    per_spend: 4.00
    max_per_purchase: 2
    max_per_day: 3
    idle_months: 1
    prize: fifth-off
  - {id: old-tea, name: T, stamps: 4, per_item: {category: [tea]}, idle_months: 2, prize: espresso}
  - {id: tea, name: T, stamps: 3, per_item: {category: [tea]}, replaces: old-tea, prize: espresso}
"""
REWARDS = """\
  - {id: fifth-off, name: Fifth off, kind: discount, percent: 20, at_most: 1.50, points: 6}
  - id: box
    name: Box
    kind: experience
    points: 8
    valid_until: 2026-03-15
    "from": 2026-02-10
    to: 2026-03-10
    early: {silver: 2026-01-20}
    shops: [centre]
"""
SPENDING = """\
pay_with_points: {points: 4, worth: 0.40, at_least: 8, at_most: 60}
vouchers: {cancel: points_lost, expiry: points_back}
"""
