// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VaultFixture} from "./VaultFixture.sol";
import {Attestation, Purpose} from "../../../contracts/interfaces/IMarginTypes.sol";

/// @title A vault whose verifier has another consumer: 60 % of the outflow limit is its own.
abstract contract ConsumerFixture is VaultFixture {
    /// @notice The consumer's part of a window: 60 % of half of the bonded two millions.
    uint128 internal constant WINDOW_SHARE = 600_000e6;

    bytes32 internal constant BOOK = keccak256("book");
    bytes32 internal constant ACTION = keccak256("action");

    address internal consumer;

    /// @dev A share that the vault gives up is free in the next window only.
    function setUp() public virtual override {
        super.setUp();
        consumer = _deployConsumer();
        vm.prank(TIMELOCK);
        verifier.allocate(address(vault), 400_000);
        vm.warp(NOW + 1 hours);
        vm.prank(TIMELOCK);
        verifier.allocate(consumer, 600_000);
        _nextRound(SPOT, 0);
    }

    function _deployConsumer() internal virtual returns (address);

    /// @notice An attestation for the consumer about the latest round, for a healthy account.
    function _attest(bytes32 account, uint64 sequence, Purpose purpose) internal view returns (Attestation memory) {
        return
            Attestation({
                consumer: consumer,
                account: account,
                sequence: sequence,
                priorBookHash: BOOK,
                bookHash: BOOK,
                cash: 0,
                actionHash: ACTION,
                engineId: ENGINE_ID,
                parametersHash: parametersHash,
                scenarioHash: scenarioHash,
                round: round,
                marketHash: marketHash,
                totalsHash: keccak256("totals"),
                equity: 90_000e6,
                initialMargin: 80_000e6,
                maintenanceMargin: 60_000e6,
                valueAtRisk: 30_000e6,
                expectedShortfall: 35_000e6,
                priorExcess: 0,
                bundleHash: keccak256("bundle"),
                validUntil: uint64(block.timestamp) + 120,
                blockNumber: uint64(block.number - 1),
                blockHash: blockhash(block.number - 1),
                epoch: EPOCH,
                purpose: purpose
            });
    }
}
