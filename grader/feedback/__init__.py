"""Feedback pages: nbgrader's own, rendered in process and in parallel."""

from .pages import FeedbackPlan, make_feedback, plan_feedback

__all__ = ["FeedbackPlan", "make_feedback", "plan_feedback"]
