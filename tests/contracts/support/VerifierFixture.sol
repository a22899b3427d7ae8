// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SignerFixture} from "./SignerFixture.sol";
import {MarginVerifier} from "../../../contracts/MarginVerifier.sol";
import {ICommittee} from "../../../contracts/interfaces/ICommittee.sol";
import {Attestation, Purpose, Signatures} from "../../../contracts/interfaces/IMarginTypes.sol";

/// @title A verifier with one epoch of 3 of 5 attesters; the test contract is the consumer.
abstract contract VerifierFixture is SignerFixture {
    address internal constant TIMELOCK = address(0x71);
    address internal constant GUARDIAN = address(0x60);
    uint64 internal constant NOW = 1_800_000_000;
    uint64 internal constant BLOCK = 100_000;
    bytes32 internal constant BLOCK_HASH = keccak256("block 99,990");
    uint64 internal constant EPOCH = 1;
    uint64 internal constant EPOCH_END = NOW + 30 days;
    uint256 internal constant QUORUM = 0x15; // signers 0, 2, 4

    MarginVerifier internal verifier;

    function setUp() public virtual {
        vm.warp(NOW);
        vm.roll(BLOCK);
        vm.setBlockhash(BLOCK - 10, BLOCK_HASH);
        verifier = new MarginVerifier(TIMELOCK, GUARDIAN, ICommittee(address(0)), 600, 500_000, 3600);
        vm.prank(TIMELOCK);
        verifier.registerEpoch(_signerSet(ATTESTER_SEED, 5), 3, NOW, EPOCH_END);
    }

    /// @notice A valid attestation in which every field has a value of its own.
    function _attestation() internal view returns (Attestation memory) {
        return
            Attestation({
                consumer: address(this),
                account: keccak256("account"),
                sequence: 17,
                priorBookHash: keccak256("prior book"),
                bookHash: keccak256("book"),
                cash: -250_000_000_001,
                actionHash: keccak256("action"),
                engineId: keccak256("engine"),
                parametersHash: keccak256("parameters"),
                scenarioHash: keccak256("scenarios"),
                round: 150_000_000,
                marketHash: keccak256("market"),
                totalsHash: keccak256("totals"),
                equity: 900_000_000_000,
                initialMargin: 800_000_000_000,
                maintenanceMargin: 600_000_000_000,
                valueAtRisk: 300_000_000_000,
                expectedShortfall: 350_000_000_000,
                priorExcess: -7,
                bundleHash: keccak256("bundle"),
                validUntil: NOW + 120,
                blockNumber: BLOCK - 10,
                blockHash: BLOCK_HASH,
                epoch: EPOCH,
                purpose: Purpose.Withdraw
            });
    }

    function _signed(Attestation memory attestation) internal view returns (Signatures memory) {
        return _sign(ATTESTER_SEED, 5, QUORUM, verifier.digest(attestation));
    }
}
