"""Feedback pages: nbgrader's own, rendered side by side, and harmless wherever they are opened."""

from .hidden import hidden_region
from .pages import FeedbackPlan, make_feedback, plan_feedback, published

__all__ = ["FeedbackPlan", "hidden_region", "make_feedback", "plan_feedback", "published"]
