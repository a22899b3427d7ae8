// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EpochTerms} from "./EpochTerms.sol";
import {SealedQuorum} from "./SealedQuorum.sol";
import {IMarginVerifier} from "./interfaces/IMarginVerifier.sol";

/// @title What the attesters of one committee can let out of all consumers in one window.
/// @notice The shares of the consumers never sum to more than the whole within a window, so all consumers together stay
/// within beta * bondedFloor, whatever they do (rule C5).
abstract contract OutflowLimiter is IMarginVerifier, SealedQuorum {
    /// @notice A consumer's share and its use, in one word: a draw reads and writes one.
    struct Bucket {
        uint64 window;
        uint128 spent;
        uint32 ppm;
    }

    /// @notice The shares given, and those given up in `releasedWindow`, which stay taken until it ends: else one share
    /// could be spent twice by moving it between consumers.
    struct Pool {
        uint64 releasedWindow;
        uint32 allocatedPpm;
        uint32 releasedPpm;
    }

    uint32 internal constant WHOLE_PPM = 1_000_000;

    /// @inheritdoc IMarginVerifier
    uint32 public immutable override betaPpm;

    /// @notice Length of a window, seconds.
    uint64 public immutable windowLength;

    /// @inheritdoc IMarginVerifier
    address public override bonds;

    Pool private _pool;
    mapping(address => Bucket) private _buckets;

    constructor(uint32 betaPpm_, uint64 windowLength_) {
        if (betaPpm_ == 0 || betaPpm_ > WHOLE_PPM || windowLength_ == 0) revert LimitOutOfRange();
        betaPpm = betaPpm_;
        windowLength = windowLength_;
    }

    /// @inheritdoc IMarginVerifier
    function allocate(address consumer, uint32 ppm) external override {
        uint32 old = _buckets[consumer].ppm;
        _requireMayChange(ppm < old);
        uint64 window = _window();
        Pool memory pool = _pool;
        if (pool.releasedWindow != window) (pool.releasedWindow, pool.releasedPpm) = (window, 0);
        uint32 free = WHOLE_PPM - pool.allocatedPpm - pool.releasedPpm;
        if (ppm > old) {
            if (ppm - old > free) revert AllocationExceeded(ppm - old, free);
            pool.allocatedPpm += ppm - old;
        } else {
            pool.allocatedPpm -= old - ppm;
            pool.releasedPpm += old - ppm;
        }
        _pool = pool;
        _buckets[consumer].ppm = ppm;
        emit Allocated(consumer, ppm);
    }

    /// @inheritdoc IMarginVerifier
    function setBondedFloor(uint64 epoch, uint96 bondedFloor) external override {
        StoredEpoch storage stored = _epochs[epoch];
        if (stored.count == 0) revert EpochNotActive(epoch);
        if (bonds == address(0)) _requireMayChange(bondedFloor < stored.bondedFloor);
        else if (msg.sender != bonds) revert OnlyBonds(msg.sender);
        stored.bondedFloor = bondedFloor;
        _epochChanged(epoch);
        emit BondedFloorSet(epoch, bondedFloor);
    }

    /// @inheritdoc IMarginVerifier
    function nameBonds(address bonds_) external override onlyTimelock {
        if (bonds != address(0)) revert BondsAlreadyNamed(bonds);
        if (bonds_ == address(0)) revert RoleMissing();
        bonds = bonds_;
        emit BondsNamed(bonds_);
    }

    /// @inheritdoc IMarginVerifier
    function spend(uint64 epoch, uint128 amount) external override {
        uint96 bondedFloor = _requireActive(epoch).bondedFloor;
        if (!_draw(bondedFloor, amount)) revert OutflowExceeded(amount, _leftOf(bondedFloor, msg.sender));
        emit Spent(msg.sender, epoch, amount);
    }

    /// @inheritdoc IMarginVerifier
    function available(uint64 epoch, address consumer) external view override returns (uint128) {
        StoredEpoch storage stored = _epochs[epoch];
        if (block.timestamp < stored.activeFrom || block.timestamp >= stored.expiresAt || stored.killedAt != 0) {
            return 0;
        }
        return _leftOf(stored.bondedFloor, consumer);
    }

    /// @inheritdoc IMarginVerifier
    function shareOf(address consumer) external view override returns (uint32) {
        return _buckets[consumer].ppm;
    }

    /// @inheritdoc IMarginVerifier
    function epochTerms(uint64 epoch) external view override returns (bytes32) {
        return EpochTerms.unwrap(_terms(_epochs[epoch]));
    }

    /// @dev Draws on the caller's share if there is enough left, and tells whether.
    function _draw(uint96 bondedFloor, uint128 amount) internal returns (bool) {
        Bucket storage bucket = _buckets[msg.sender];
        uint64 window = _window();
        uint256 spent = (bucket.window == window ? bucket.spent : 0) + uint256(amount);
        if (spent > _bound(bondedFloor, bucket.ppm)) return false;
        // At most the bound, which fits 96 bits.
        (bucket.window, bucket.spent) = (window, uint128(spent));
        return true;
    }

    function _leftOf(uint96 bondedFloor, address consumer) private view returns (uint128) {
        Bucket memory bucket = _buckets[consumer];
        uint256 spent = bucket.window == _window() ? bucket.spent : 0;
        uint256 bound = _bound(bondedFloor, bucket.ppm);
        return spent < bound ? uint128(bound - spent) : 0;
    }

    function _bound(uint96 bondedFloor, uint32 ppm) private view returns (uint256) {
        // Below 2^96 * 10^12 before the division, and both factors are at most one, so the bound fits the floor's 96
        // bits.
        unchecked {
            return (uint256(bondedFloor) * betaPpm * ppm) / (uint256(WHOLE_PPM) * WHOLE_PPM);
        }
    }

    function _window() private view returns (uint64) {
        return uint64(block.timestamp) / windowLength;
    }

    /// @dev The timelock may change a limit either way, the guardian only downward.
    function _requireMayChange(bool downward) private view {
        if (msg.sender == timelock) return;
        if (msg.sender != guardian) revert OnlyTimelock(msg.sender);
        if (!downward) revert OnlyDownward();
    }
}
