// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "./Tokens.sol";
import {VerifierFixture} from "./VerifierFixture.sol";
import {AttesterBond} from "../../../contracts/AttesterBond.sol";

/// @title Bonds of the five attesters, 100 to 500 of cash in their order, behind an epoch of 3.
abstract contract BondFixture is VerifierFixture {
    address internal constant CHALLENGER = address(0xC4A1);
    uint64 internal constant UNLOCK_DELAY = 7 days;
    uint64 internal constant VETO_PERIOD = 3 days;
    uint64 internal constant VETO_ERA_END = NOW + 180 days;

    PlainToken internal token;
    AttesterBond internal bond;
    address[] internal attesters;

    function setUp() public virtual override {
        super.setUp();
        token = new PlainToken(6);
        bond = _deployBond();
        attesters = _signerSet(ATTESTER_SEED, 5);
        vm.prank(TIMELOCK);
        verifier.nameBonds(address(bond));
        bond.enrol(EPOCH, attesters);
        token.mint(address(this), 1e18);
        token.approve(address(bond), type(uint256).max);
        for (uint96 i = 0; i < 5; ++i) bond.post(attesters[i], (i + 1) * 100e6);
    }

    function _deployBond() internal virtual returns (AttesterBond) {
        return
            new AttesterBond(
                TIMELOCK,
                GUARDIAN,
                verifier,
                address(token),
                _disputes(),
                250_000,
                250_000,
                UNLOCK_DELAY,
                VETO_PERIOD
            );
    }

    /// @notice Who may slash; the tests of bonds do it themselves.
    function _disputes() internal view virtual returns (address) {
        return address(this);
    }

    /// @notice What the instant exit reads.
    function _floor() internal view returns (uint96) {
        return _floor(EPOCH);
    }

    function _floor(uint64 epoch) internal view returns (uint96) {
        return uint96(uint256(verifier.epochTerms(epoch)) >> 88);
    }
}
