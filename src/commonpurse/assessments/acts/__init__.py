"""The only writers of assessments: one module for each part of the road."""
