# SPDX-License-Identifier: GPL-2.0-only
"""Tests of kdump_save that need no guest."""
