// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AttestationType} from "../../contracts/AttestationType.sol";
import {IMarginVault} from "../../contracts/interfaces/IMarginVault.sol";
import {IMarginVerifier} from "../../contracts/interfaces/IMarginVerifier.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {Attestation, CashExit, Signatures, WithdrawRequest} from "../../contracts/interfaces/IMarginTypes.sol";
import {TransactionGas} from "./support/TransactionGas.sol";
import {VaultFixture} from "./support/VaultFixture.sol";

/// @title Gas of the instant withdrawal as a whole transaction, without the token's transfer.
/// @notice The account's 20 rows are not in it, only their hash. The vault has paid before in this window, and its
/// model was asked for today, as on any vault in use; the two last tests are of one where it was not so.
/// forge-config: default.isolate = true
contract VaultGasTests is VaultFixture, TransactionGas {
    uint256 private constant REQUIRED = 75_000;

    WithdrawRequest private _request;

    function setUp() public override {
        super.setUp();
        vm.prank(TIMELOCK);
        verifier.setBondedFloor(EPOCH, 2_345_678_987_654);
        vm.roll(23_456_789);
        _nextRound(SPOT, 0);
        _deposit(aliceAccount, 512_345_678_987);
        _request = WithdrawRequest(aliceAccount, 0, 12_345_678_901, RECIPIENT);
        vault.renewModel();
        _withdraw();
    }

    function test_WithdrawAttested_OfTheLatestRound_CostsAtMost75000() public {
        Attestation memory attestation = _fullWidth();
        bytes memory data = _instantCall(_request, attestation, _signed(attestation));

        uint256 total = _gasOf(alice, address(vault), data) - _transferGas();

        emit Measured("transaction", INTRINSIC_GAS);
        emit Measured("calldata", _calldataGas(data));
        emit Measured("quorum and outflow limit", _verifierGas());
        emit Measured("market", _marketGas());
        _assertCeiling(total, REQUIRED, "W1");
    }

    function test_WithdrawAttested_OfTheRoundJustSucceeded_CostsAtMost75000() public {
        Attestation memory attestation = _fullWidth();
        bytes memory data = _instantCall(_request, attestation, _signed(attestation));
        _nextRound(SPOT, 0);

        uint256 total = _gasOf(alice, address(vault), data) - _transferGas();

        _assertCeiling(total, REQUIRED, "W1 in grace");
    }

    /// @notice Terms that governance has changed since the client read them.
    function test_WithdrawAttested_WithOldEpochTerms_CostsTwoWordsMore() public {
        Attestation memory attestation = _fullWidth();
        bytes memory data = _instantCall(_request, attestation, _signed(attestation));
        vm.prank(GUARDIAN);
        verifier.setBondedFloor(EPOCH, 2_345_678_987_653);

        uint256 total = _gasOf(alice, address(vault), data) - _transferGas();

        _assertCeiling(total, REQUIRED + 5_000, "W1 with old epoch terms");
    }

    function test_WithdrawAttested_FirstOfTheDay_AsksForTheModel() public {
        vm.warp(block.timestamp + 1 days);
        _nextRound(SPOT, 0);
        Attestation memory attestation = _fullWidth();
        bytes memory data = _instantCall(_request, attestation, _signed(attestation));

        uint256 total = _gasOf(alice, address(vault), data) - _transferGas();

        _assertCeiling(total, REQUIRED + 8_600, "W1 that renews the model");
    }

    /// @notice An attestation whose numbers have no zero byte in them, which would be cheaper calldata: amounts of
    /// some hundred thousand dollars, a block and a sequence of a chain and an account in use.
    function _fullWidth() private view returns (Attestation memory attestation) {
        attestation = _withdrawal(_request);
        attestation.equity = 387_654_321_987;
        attestation.initialMargin = 276_543_219_876;
        attestation.maintenanceMargin = 221_234_567_891;
        attestation.valueAtRisk = 143_219_876_543;
        attestation.expectedShortfall = 154_321_987_654;
    }

    function _withdraw() private {
        Attestation memory attestation = _fullWidth();
        _gasOf(alice, address(vault), _instantCall(_request, attestation, _signed(attestation)));
    }

    /// @notice The same transfer between two that hold the token already, with the first touch of the token.
    function _transferGas() private returns (uint256) {
        return _gasOfInnerCall(RECIPIENT, address(cash), abi.encodeCall(cash.transfer, (address(vault), 1)));
    }

    function _verifierGas() private returns (uint256) {
        Attestation memory attestation = _fullWidth();
        Signatures memory signatures = _signed(attestation);
        CashExit memory exit = _cashExit(_request, attestation, signatures.bitmap);
        bytes memory data = abi.encodeCall(
            IMarginVerifier.spendAttested,
            (
                keccak256(abi.encode(AttestationType.TYPEHASH, attestation)),
                attestation.validUntil,
                EPOCH,
                exit.epochTerms,
                _request.amount,
                uint64(signatures.bitmap),
                _quorum(signatures)
            )
        );
        return _gasOfInnerCall(address(vault), address(verifier), data);
    }

    function _marketGas() private returns (uint256) {
        bytes memory data = abi.encodeCall(IMarketRegistry.exitMarketHash, (round));
        return _gasOfInnerCall(address(vault), address(market), data);
    }
}
