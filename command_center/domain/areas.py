"""Every area of the domain. Importing this module fills the registry."""

import command_center.domain.accounts.change
import command_center.domain.alarms.alarm
import command_center.domain.alarms.shelve
import command_center.domain.clockwork
import command_center.domain.directives.asking
import command_center.domain.directives.authority
import command_center.domain.directives.followed
import command_center.domain.directives.given
import command_center.domain.directives.issue
import command_center.domain.directives.progress
import command_center.domain.drills.course
import command_center.domain.drills.expectations
import command_center.domain.drills.injects
import command_center.domain.drills.observations
import command_center.domain.drills.plan
import command_center.domain.incidents.closing
import command_center.domain.incidents.command
import command_center.domain.incidents.level
import command_center.domain.incidents.measurement
import command_center.domain.incidents.opening
import command_center.domain.incidents.outside
import command_center.domain.incidents.report
import command_center.domain.incidents.source
import command_center.domain.incidents.valve
import command_center.domain.notifications.escalate
import command_center.domain.notifications.told
import command_center.domain.people.entry
import command_center.domain.people.evacuation
import command_center.domain.people.headcount
import command_center.domain.people.responder
import command_center.domain.people.roster
import command_center.domain.people.sos
import command_center.domain.resources.custody
import command_center.domain.resources.dispatch
import command_center.domain.resources.dispatch_course
import command_center.domain.resources.kit_use
import command_center.domain.resources.ledger
import command_center.domain.resources.reserve
import command_center.domain.simulation

__all__ = ["command_center"]
