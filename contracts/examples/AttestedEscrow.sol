// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20, SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Attestation, MarginConsumer, Purpose, Signatures, Subject} from "../MarginConsumer.sol";

/// @title Cash that clients post against books of derivatives which a dealer keeps.
contract AttestedEscrow is MarginConsumer {
    using SafeERC20 for IERC20;

    struct Client {
        uint64 sequence;
        uint64 cash; // micro-units: the token has six decimals
        bytes32 bookHash;
    }

    error OnlyDealer();

    IERC20 public immutable token;
    address public immutable dealer = msg.sender;
    mapping(address owner => Client) public clients;

    constructor(
        IERC20 token_,
        address verifier_,
        address market_,
        address models_,
        bytes32 modelId
    ) MarginConsumer(verifier_, market_, models_, modelId, 60) {
        token = token_;
    }

    modifier onlyDealer() {
        if (msg.sender != dealer) revert OnlyDealer();
        _;
    }

    function deposit(uint64 amount) external {
        clients[msg.sender].cash += amount;
        token.safeTransferFrom(msg.sender, address(this), amount);
    }

    function record(address owner, bytes32 bookHash) external onlyDealer {
        clients[owner].bookHash = bookHash;
        clients[owner].sequence++;
    }

    function adoptModel(bytes32 modelId) external onlyDealer {
        _adoptModel(modelId);
    }

    function withdraw(uint64 amount, Attestation calldata attestation, Signatures calldata signatures) external {
        Client storage client = clients[msg.sender];
        client.cash -= amount;
        Subject memory subject = Subject({
            purpose: Purpose.Withdraw,
            account: bytes32(bytes20(msg.sender)),
            sequence: client.sequence++,
            priorBookHash: client.bookHash,
            bookHash: client.bookHash,
            priorCash: 0,
            cash: int128(uint128(client.cash)),
            actionHash: keccak256(abi.encode(msg.sender, amount))
        });
        _require(attestation, signatures, subject);
        _spend(attestation.epoch, amount);
        token.safeTransfer(msg.sender, amount);
    }
}
