// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BondFixture} from "./BondFixture.sol";
import {Promises} from "./Promises.sol";
import {IAttesterBond} from "../../../contracts/interfaces/IAttesterBond.sol";

/// @title Random bonds of five attesters: posted, unlocked, slashed, vetoed, claimed, in two epochs and past the era of
/// vetoes.
contract BondHandler is BondFixture, Promises {
    uint256 private constant SIGNERS = 5;
    uint256 private constant PROOFS = 8;
    uint64 private constant SECOND = EPOCH + 1;

    uint256 public posted;
    uint256 public paid;
    uint256 public taken;

    /// @dev Signers of each proof that waits, as a bit each.
    uint256[PROOFS] private _pending;
    uint256 private _proofs;

    constructor() {
        setUp();
        posted = token.balanceOf(address(bond));
        vm.startPrank(TIMELOCK);
        verifier.allocate(address(this), 1_000_000);
        verifier.registerEpoch(attesters, 4, EPOCH_END - 1 hours, EPOCH_END + 365 days);
        vm.stopPrank();
    }

    function post(uint256 who, uint96 amount) external {
        amount = (amount % 500e6) + 1;
        (bool done, ) = address(bond).call(abi.encodeCall(IAttesterBond.post, (attesters[who % SIGNERS], amount)));
        if (done) posted += amount;
        _expect(done == !_isAccused(who % SIGNERS), "a bond is raised unless a proof waits");
        _count(done);
    }

    function requestUnlock(uint256 who, uint96 amount) external {
        (bool done, ) = _callAs(who, abi.encodeCall(IAttesterBond.requestUnlock, ((amount % 300e6) + 1)));
        _count(done);
    }

    function unlock(uint256 who) external {
        who = who % SIGNERS;
        IAttesterBond.Bond memory before = bond.bondOf(attesters[who]);
        (bool done, ) = _callAs(who, abi.encodeCall(IAttesterBond.unlock, ()));
        if (done) {
            paid += before.unlocking;
            _expect(!_isAccused(who), "no bond leaves while a proof waits");
            _expect(block.timestamp >= before.unlockableAt, "nor before its time");
        }
        _count(done);
    }

    function wait(uint32 time) external {
        vm.warp(block.timestamp + (time % 4 days));
        _count(true);
    }

    /// @notice The second epoch is enrolled once, by anyone.
    function enrol() external {
        (bool done, ) = address(bond).call(abi.encodeCall(IAttesterBond.enrol, (SECOND, attesters)));
        _count(done);
    }

    /// @notice Any of the signers, as a bit each, are proved wrong, in favour of somebody with or without a share.
    function slash(uint8 culprits, bool shared) external {
        uint256 bits = (culprits % 31) + 1;
        uint256 slot = _proofs % PROOFS;
        if (_pending[slot] != 0) return;
        bool waits = block.timestamp < bond.vetoEraEnd();
        uint256 stakes = _stakesOf(bits);
        bond.slash(bytes32(++_proofs), _signersOf(bits), CHALLENGER, shared ? address(this) : address(0xBEEF));
        if (waits) _pending[slot] = bits;
        else _taken(bits, stakes);
        _count(true);
    }

    function veto(uint256 proof) external {
        proof = proof % PROOFS;
        vm.prank(TIMELOCK);
        (bool done, ) = address(bond).call(abi.encodeCall(IAttesterBond.veto, (_idOf(proof))));
        if (done) _pending[proof] = 0;
        _count(done);
    }

    function execute(uint256 proof) external {
        proof = proof % PROOFS;
        uint256 stakes = _stakesOf(_pending[proof]);
        (bool done, ) = address(bond).call(abi.encodeCall(IAttesterBond.executeSlash, (_idOf(proof))));
        if (done) {
            uint256 bits = _pending[proof];
            _pending[proof] = 0;
            _taken(bits, stakes);
        }
        _count(done);
    }

    function claim(bool challenger) external {
        address payee = challenger ? CHALLENGER : address(this);
        uint256 due = bond.owed(payee);
        vm.prank(payee);
        (bool done, ) = address(bond).call(abi.encodeCall(IAttesterBond.claim, ()));
        if (done) paid += due;
        _expect(done == (due != 0), "what is owed is paid once");
        _count(done);
    }

    /// @notice What all bonds, claims and burned parts sum to.
    function held() external view returns (uint256 total) {
        total = bond.burned() + bond.owed(CHALLENGER) + bond.owed(address(this)) + bond.owed(address(0xBEEF));
        for (uint256 i = 0; i < SIGNERS; ++i) total += bond.bondOf(attesters[i]).amount;
    }

    function tokens() external view returns (uint256) {
        return token.balanceOf(address(bond));
    }

    function burned() external view returns (uint256) {
        return bond.burned();
    }

    /// @notice Whether the verifier knows, of each epoch that lasts and is enrolled, what a quorum is sure to lose: the
    /// least sum of any three, or any four, signers' bonds.
    function floorsAreRight() external view returns (bool) {
        bool first = block.timestamp >= EPOCH_END || _floor(EPOCH) == _leastOf(3);
        bool over = block.timestamp >= EPOCH_END + 365 days;
        return first && (succeeded[this.enrol.selector] == 0 || over || _floor(SECOND) == _leastOf(4));
    }

    /// @dev Over all sets of so many signers, one after the other.
    function _leastOf(uint256 size) private view returns (uint256 least) {
        uint256[SIGNERS] memory sure;
        for (uint256 i = 0; i < SIGNERS; ++i) {
            IAttesterBond.Bond memory stake = bond.bondOf(attesters[i]);
            if (!_isAccused(i)) sure[i] = stake.amount - stake.unlocking;
        }
        least = type(uint256).max;
        for (uint256 set = 1; set < 1 << SIGNERS; ++set) {
            (uint256 members, uint256 sum) = (0, 0);
            for (uint256 i = 0; i < SIGNERS; ++i) {
                if ((set >> i) & 1 == 0) continue;
                ++members;
                sum += sure[i];
            }
            if (members == size && sum < least) least = sum;
        }
    }

    function _taken(uint256 bits, uint256 stakes) private {
        taken += stakes;
        _expect(_stakesOf(bits) == 0, "a proof takes whole bonds");
    }

    function _stakesOf(uint256 bits) private view returns (uint256 total) {
        for (uint256 i = 0; i < SIGNERS; ++i) {
            if ((bits >> i) & 1 != 0) total += bond.bondOf(attesters[i]).amount;
        }
    }

    function _signersOf(uint256 bits) private view returns (address[] memory signers) {
        uint256 count = 0;
        for (uint256 i = 0; i < SIGNERS; ++i) count += (bits >> i) & 1;
        signers = new address[](count);
        for (uint256 i = SIGNERS; i > 0; --i) {
            if ((bits >> (i - 1)) & 1 != 0) signers[--count] = attesters[i - 1];
        }
    }

    function _isAccused(uint256 who) private view returns (bool) {
        for (uint256 i = 0; i < PROOFS; ++i) {
            if ((_pending[i] >> who) & 1 != 0) return true;
        }
        return false;
    }

    /// @dev The newest proof that went into a slot; proofs are numbered from one.
    function _idOf(uint256 slot) private view returns (bytes32) {
        if (_proofs <= slot) return bytes32(0);
        return bytes32(((_proofs - 1 - slot) / PROOFS) * PROOFS + slot + 1);
    }

    function _callAs(uint256 who, bytes memory data) private returns (bool done, bytes memory answer) {
        vm.prank(attesters[who % SIGNERS]);
        return address(bond).call(data);
    }
}
