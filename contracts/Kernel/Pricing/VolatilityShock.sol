// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Bits} from "../Numerics/Bits.sol";
import {DivideShift} from "../Numerics/DivideShift.sol";
import {MulShift} from "../Numerics/MulShift.sol";
import {Power} from "../Numerics/Power.sol";
import {Saturation} from "../Numerics/Saturation.sol";

/// @title The volatility columns of a scenario set: up, down and skew.
/// @notice Mirrors engine/Kernel/Pricing/VolatilityShock.cs. The term structure, its two powers and the skew rotation
/// are those of Derive's portfolio margin (PMRM_2); engine/README derives them. Intermediate results saturate, so
/// valuing is total.
library VolatilityShock {
    /// @notice Thirty days: the term at which the scale is 1, and where the powers change.
    int256 internal constant REFERENCE_SECONDS = 2_592_000;

    /// @notice Largest shocked volatility, 2^16 in Q46.
    int256 internal constant MAX_VOLATILITY_Q46 = 1 << 62;

    int256 private constant ONE_Q40 = 1 << 40;

    /// @dev Bound of parameters and intermediate results, 2^20 in Q40, 2^14 in Q46.
    int256 private constant LIMIT = 1 << 60;

    /// @notice (30 days / max(seconds, floorSeconds))^power.
    /// @param secondsLeft Time to expiry; up to thirty days it takes the short power.
    /// @param floorSeconds Least time to expiry; less than 1 counts as 1.
    /// @param shortPowerQ46 Power up to thirty days.
    /// @param longPowerQ46 Power from there on.
    /// @return The scale, Q40, at most 2^22; off by less than one unit and (|power| + 1) * 1.5e-14 of its value.
    function termScale(
        int256 secondsLeft,
        int256 floorSeconds,
        int256 shortPowerQ46,
        int256 longPowerQ46
    ) internal pure returns (int256) {
        int256 powerQ46 = secondsLeft <= REFERENCE_SECONDS ? shortPowerQ46 : longPowerQ46;
        int256 term = secondsLeft > floorSeconds ? secondsLeft : floorSeconds;
        return Power.ofRatio(REFERENCE_SECONDS, term < 1 ? int256(1) : term, powerQ46);
    }

    /// @notice max(minimum, sigma * (1 + rangeUp * scale)).
    /// @param sigmaQ46 Volatility, not negative.
    /// @param rangeUpQ40 Relative rise at thirty days.
    /// @param scaleQ40 The term's scale.
    /// @param minimumQ46 Least result.
    /// @return Volatility, Q46, at most MAX_VOLATILITY_Q46; products floored.
    function up(
        int256 sigmaQ46,
        int256 rangeUpQ40,
        int256 scaleQ40,
        int256 minimumQ46
    ) internal pure returns (int256) {
        // The product is saturated.
        unchecked {
            int256 multiplierQ40 = ONE_Q40 + MulShift.clamp(rangeUpQ40, scaleQ40, 40, LIMIT);
            int256 shockedQ46 = MulShift.clamp(sigmaQ46, multiplierQ40, 40, MAX_VOLATILITY_Q46);
            return shockedQ46 > minimumQ46 ? shockedQ46 : minimumQ46;
        }
    }

    /// @notice sigma * max(0, 1 - rangeDown * scale).
    /// @param sigmaQ46 Volatility, not negative.
    /// @param rangeDownQ40 Relative fall at thirty days.
    /// @param scaleQ40 The term's scale.
    /// @return Volatility, Q46, at most MAX_VOLATILITY_Q46; products floored.
    function down(int256 sigmaQ46, int256 rangeDownQ40, int256 scaleQ40) internal pure returns (int256) {
        // The product is saturated.
        unchecked {
            int256 multiplierQ40 = ONE_Q40 - MulShift.clamp(rangeDownQ40, scaleQ40, 40, LIMIT);
            return multiplierQ40 > 0 ? MulShift.clamp(sigmaQ46, multiplierQ40, 40, MAX_VOLATILITY_Q46) : int256(0);
        }
    }

    /// @notice sigma * max(0, 1 + r), r = min(k cap / w, cap) for k >= 0 and max(k cap / w, -cap) for k < 0, with
    /// cap = capSlope sqrt(tau) + capBase and w = max(minimumWidth, sqrt(tau) width (widthBase + widthSlope
    /// sqrt(tau))).
    /// @param sigmaQ46 Volatility, not negative.
    /// @param logStrikeQ46 k = ln(K / F) for the linear skew, its magnitude for the absolute one.
    /// @param sqrtTauQ46 Square root of the years to expiry.
    /// @param capSlopeQ40 Change of the cap with sqrt(tau). All six parameters count as -2^20 to 2^20.
    /// @param capBaseQ40 The cap at expiry.
    /// @param minimumWidthQ40 Least width; a width below one unit counts as one.
    /// @param widthQ40 The width's multiple of the volatility scale.
    /// @param widthBaseQ40 Volatility scale at expiry.
    /// @param widthSlopeQ40 Change of the volatility scale with sqrt(tau).
    /// @return Volatility, Q46, at most MAX_VOLATILITY_Q46; off by less than 1e-9 of sigma for a width of 2^-10 or more
    /// and |k| up to 3.
    function skew(
        int256 sigmaQ46,
        int256 logStrikeQ46,
        int256 sqrtTauQ46,
        int256 capSlopeQ40,
        int256 capBaseQ40,
        int256 minimumWidthQ40,
        int256 widthQ40,
        int256 widthBaseQ40,
        int256 widthSlopeQ40
    ) internal pure returns (int256) {
        int256 capQ40 = _linearInRoot(capBaseQ40, capSlopeQ40, sqrtTauQ46);
        int256 scaleQ40 = _linearInRoot(widthBaseQ40, widthSlopeQ40, sqrtTauQ46);
        int256 spreadQ40 = MulShift.clamp(MulShift.clamp(sqrtTauQ46, widthQ40, 46, LIMIT), scaleQ40, 40, LIMIT);
        int256 leastQ40 = Saturation.between(minimumWidthQ40, 1, LIMIT);
        int256 starQ40 = spreadQ40 > leastQ40 ? spreadQ40 : leastQ40;

        // |k| <= 2^60 and |cap| <= 2^60, so the product has 121 bits; Q46 * Q40 / Q40 is Q46, six places more than
        // wanted.
        unchecked {
            int256 distanceQ46 = Saturation.between(logStrikeQ46, -LIMIT, LIMIT);
            int256 magnitudeQ46 = distanceQ46 < 0 ? -distanceQ46 : distanceQ46;
            int256 slopeQ40 = Bits.shiftRight(DivideShift.clamp(magnitudeQ46 * capQ40, starQ40, LIMIT), 6);
            int256 rotationQ40 = slopeQ40 < capQ40 ? slopeQ40 : capQ40;
            int256 multiplierQ40 = distanceQ46 < 0 ? ONE_Q40 - rotationQ40 : ONE_Q40 + rotationQ40;
            return multiplierQ40 > 0 ? MulShift.clamp(sigmaQ46, multiplierQ40, 40, MAX_VOLATILITY_Q46) : int256(0);
        }
    }

    /// @notice base + slope * sqrt(tau), Q40, saturated.
    function _linearInRoot(int256 baseQ40, int256 slopeQ40, int256 sqrtTauQ46) private pure returns (int256) {
        // Both terms are saturated.
        unchecked {
            int256 constantQ40 = Saturation.between(baseQ40, -LIMIT, LIMIT);
            return Saturation.between(constantQ40 + MulShift.clamp(slopeQ40, sqrtTauQ46, 46, LIMIT), -LIMIT, LIMIT);
        }
    }
}
